using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>The paths of OpenAI's dialect, which Azure's has too, and where they stand at a provider.</summary>
internal static class OpenAiPaths
{
    public const string Prefix = "/openai/v1/";

    private static readonly OpenAiPlaces s_places = new(Dialect.OpenAi);

    public static CallPlace? Of(in CallTarget target) => s_places.Of(target, Prefix);
}
