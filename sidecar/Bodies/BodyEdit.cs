namespace AiGateway.Sidecar.Bodies;

/// <summary>Bytes of a body that are replaced by others; every byte that no edit names stays as it came.</summary>
internal readonly record struct BodyEdit(long Start, long Length, ReadOnlyMemory<byte> Text);
