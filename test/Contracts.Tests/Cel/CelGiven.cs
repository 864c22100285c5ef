using System.Collections.Frozen;
using AiGateway.Contracts.Cel;

namespace AiGateway.Contracts.Tests.Cel;

/// <summary>One call, as conditions see it.</summary>
internal static class CelGiven
{
    private static readonly CelValue s_metadata = CelValue.Of(new Dictionary<string, CelValue> { ["team"] = CelValue.Of("search") }.ToFrozenDictionary());

    public static CelValue Value(int place) => (RouteVariable)place switch
    {
        RouteVariable.RequestModel => CelValue.Of("fast"),
        RouteVariable.RequestDialect => CelValue.Of("openai"),
        RouteVariable.RequestOperation => CelValue.Of("chat"),
        RouteVariable.RequestStream or RouteVariable.RequestHasTools => CelValue.Of(false),
        RouteVariable.RequestBytes => CelValue.Of(1000L),
        RouteVariable.RequestInputTokens => CelValue.Of(250L),
        RouteVariable.RequestMaxTokens => CelValue.Of(0L),
        RouteVariable.RequestUser => CelValue.Of("u1"),
        RouteVariable.RequestMetadata => s_metadata,
        _ => CelValue.Of("agent"),
    };
}
