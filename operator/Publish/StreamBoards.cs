namespace AiGateway.Operator.Publish;

/// <summary>What streams and relays tell to and hear from: one of each in a process.</summary>
/// <param name="Sidecars">What sidecars say of themselves.</param>
/// <param name="Words">What they say for the leader.</param>
/// <param name="Down">What the leader says to them.</param>
internal sealed record StreamBoards(SidecarBoard Sidecars, WordBoard Words, Downlink Down);
