using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>Model names that agents may ask for, and the targets that answer them.</summary>
[Kind("modelroutes", "mroute")]
[PrintColumn("Models", "string", ".spec.models", Description = "The model names.")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Credentials", "string", ".spec.targets[*].credential", Priority = 1, Description = "The credentials of the targets.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record ModelRoute : CustomResource<ModelRouteSpec, CommonStatus>;
