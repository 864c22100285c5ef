using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One entry of a policy's egress, parsed.</summary>
/// <param name="Target">What it names.</param>
/// <param name="Policy">The policy, as <c>namespace/name</c>.</param>
/// <param name="Rule">The field and the entry as the user wrote it: <c>egress.allow: *.pypi.org</c>.</param>
internal sealed record EgressEntry(EgressTarget Target, string Policy, string Rule);
