using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>What one try used, where another followed it.</summary>
/// <param name="Attempt">Its place among the call's tries, from 0.</param>
/// <param name="Target">Where it went, by whose prices it is priced.</param>
/// <param name="Usage">What it used; never <see cref="UsageSource.None"/>.</param>
internal sealed record TriedUsage(int Attempt, Target Target, Usage Usage);
