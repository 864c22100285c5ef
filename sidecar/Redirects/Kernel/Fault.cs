namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>What the kernel said no to.</summary>
/// <param name="Sequence">The number of the message that failed; 0 where none was sent.</param>
/// <param name="Errno">The error's number, as in errno(3).</param>
/// <param name="Detail">The kernel's own words, where it has any (NLMSGERR_ATTR_MSG).</param>
internal sealed record Fault(uint Sequence, int Errno, string? Detail);
