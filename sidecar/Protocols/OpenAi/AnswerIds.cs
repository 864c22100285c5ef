using System.Globalization;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Makes up the id of an answer whose provider gives none.</summary>
internal static class AnswerIds
{
    public static string Make(string prefix, DateTimeOffset now) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{now.UtcTicks:x16}");
}
