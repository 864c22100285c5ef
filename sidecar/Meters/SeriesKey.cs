namespace AiGateway.Sidecar.Meters;

/// <summary>The labels of a series, each from a bounded set: a model is named only where a route spells it.</summary>
internal readonly record struct SeriesKey(string Operation, string Provider, string Model, string Error);
