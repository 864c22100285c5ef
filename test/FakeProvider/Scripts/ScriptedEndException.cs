namespace AiGateway.Fakes.Scripts;

/// <summary>Ends a stream where its script says so: what was written stays, and what follows is the player's.</summary>
internal sealed class ScriptedEndException : Exception;
