namespace AiGateway.Operator.Resources;

/// <summary>Model names that agents may ask for, and the targets that answer them.</summary>
public sealed record ModelRoute : CustomResource<ModelRouteSpec>;
