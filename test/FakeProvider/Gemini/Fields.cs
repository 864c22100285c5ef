using System.Text.Json;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>Members under either of protobuf's spellings.</summary>
internal static class Fields
{
    public static JsonElement? Either(this JsonElement element, string camel, string snake) => element.Find(camel) ?? element.Find(snake);

    public static JsonElement Known(this JsonElement element, string path, IReadOnlySet<string> names)
    {
        element.Only(path, names);
        return element;
    }
}
