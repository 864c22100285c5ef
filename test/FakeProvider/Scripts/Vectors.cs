using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Scripts;

/// <summary>A vector for a text: the same in every dialect.</summary>
internal static class Vectors
{
    private const int Dimensions = 8;

    public static JsonArray Of(string text) => [.. Values(text).Select(value => (JsonNode)value)];

    /// <summary>As base64 of little-endian floats.</summary>
    public static string Base64(string text) => Convert.ToBase64String([.. Values(text).SelectMany(BitConverter.GetBytes)]);

    private static IEnumerable<float> Values(string text) => Enumerable.Range(1, Dimensions).Select(index => (text.Length * index % 16) / 16f);
}
