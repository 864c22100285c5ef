using AiGateway.Contracts;

namespace AiGateway.Operator.Compile;

/// <summary>Which object a source is, whatever its generation.</summary>
internal readonly record struct SourceKey(string Kind, string Namespace, string Name)
{
    public static SourceKey Of(SourceRef source) => new(source.Kind, source.Namespace, source.Name);
}
