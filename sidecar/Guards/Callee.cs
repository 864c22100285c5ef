namespace AiGateway.Sidecar.Guards;

/// <summary>Whom a check asks: an account, or a way to models, built with the snapshot by a room that knows them.</summary>
internal abstract class Callee;
