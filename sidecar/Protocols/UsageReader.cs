using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>
/// Reads a usage object in the words of any dialect: their names do not clash. What it finds is added to what earlier events of the same answer told, because
/// Anthropic tells of input first and of output last. Allocates nothing.
/// </summary>
internal static class UsageReader
{
    private const int MaxDepth = 8;

    /// <summary>The usage so far; unchanged where the text is none.</summary>
    /// <param name="utf8">The object.</param>
    /// <param name="soFar">What was told before.</param>
    /// <param name="top">Where the object stands.</param>
    public static ReportedUsage Read(ReadOnlySpan<byte> utf8, ReportedUsage soFar, UsagePart top = UsagePart.Top)
    {
        try
        {
            var usage = soFar;
            var json = new Utf8JsonReader(utf8);
            Walk(ref json, ref usage, top);
            return usage;
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return soFar;
        }
    }

    /// <summary>The usage that an object tells; nothing where it is none.</summary>
    public static Usage Of(JsonElement usage) => usage.ValueKind == JsonValueKind.Object ? Read(JsonMarshal.GetRawUtf8Value(usage), new()).ToUsage() : default;

    private static void Walk(ref Utf8JsonReader json, ref ReportedUsage usage, UsagePart top)
    {
        Span<UsagePart> parts = stackalloc UsagePart[MaxDepth + 2];
        parts[0] = top;
        parts[1] = top;
        while (json.Read())
        {
            if (json.TokenType is JsonTokenType.StartObject && json.CurrentDepth > 0 && IsItem(parts[json.CurrentDepth])) ReadItem(ref json, parts[json.CurrentDepth], ref usage);
            else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.CurrentDepth > 0) Enter(ref json, parts, UsagePart.Other);
            if (json.TokenType != JsonTokenType.PropertyName) continue;

            var part = parts[json.CurrentDepth];
            var name = json.ValueSpan;
            json.Read();
            if (TryCount(ref json, out var count)) UsageNames.Take(part, name, count, ref usage);
            else if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) Begin(ref json, parts, UsageNames.PartOf(part, name), ref usage);
        }
    }

    /// <summary>Some write counts as numbers of any kind, <c>12.0</c> among them.</summary>
    private static bool TryCount(ref Utf8JsonReader json, out long count)
    {
        count = 0;
        if (json.TokenType != JsonTokenType.Number) return false;
        if (!json.TryGetInt64(out count)) count = json.TryGetDouble(out var number) && number is >= 0 and <= Usage.MaxCount ? (long)number : -1;
        count = Math.Min(count, Usage.MaxCount);
        return count >= 0;
    }

    /// <summary>A list tells the whole anew, as an event of a stream does.</summary>
    private static void Begin(ref Utf8JsonReader json, scoped Span<UsagePart> parts, UsagePart part, ref ReportedUsage usage)
    {
        if (json.TokenType == JsonTokenType.StartArray != IsItem(part)) part = UsagePart.Other;
        if (part == UsagePart.CacheList) usage.CacheWriteHour = 0;
        else if (part == UsagePart.PromptList) (usage.AudioInput, usage.ImageInput) = (0, 0);
        else if (part == UsagePart.AnswerList) (usage.AudioOutput, usage.ImageOutput) = (0, 0);
        else if (part == UsagePart.CachedList) (usage.AudioCached, usage.ImageCached) = (0, 0);
        else if (part == UsagePart.ToolsList) (usage.AudioTools, usage.ImageTools) = (0, 0);
        Enter(ref json, parts, part);
    }

    private static void Enter(ref Utf8JsonReader json, scoped Span<UsagePart> parts, UsagePart part)
    {
        if (json.CurrentDepth < MaxDepth) parts[json.CurrentDepth + 1] = part;
        else json.Skip();
    }

    private static bool IsItem(UsagePart part) => part is UsagePart.CacheList or UsagePart.PromptList or UsagePart.AnswerList or UsagePart.CachedList or UsagePart.ToolsList;

    /// <summary>An item of a list: a count, and what it counts; in either order.</summary>
    private static void ReadItem(ref Utf8JsonReader json, UsagePart part, ref ReportedUsage usage)
    {
        var (audio, image, hour, count) = (false, false, false, 0L);
        var depth = json.CurrentDepth;
        while (json.Read() && json.CurrentDepth > depth)
        {
            if (json.TokenType != JsonTokenType.PropertyName) continue;
            var isCount = json.ValueTextEquals("tokenCount"u8) || json.ValueTextEquals("inputTokens"u8);
            var isKind = json.ValueTextEquals("modality"u8) || json.ValueTextEquals("ttl"u8);
            json.Read();
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) json.Skip();
            if (isCount && TryCount(ref json, out var told)) count = told;
            if (!isKind || json.TokenType != JsonTokenType.String) continue;
            (audio, image, hour) = (json.ValueTextEquals("AUDIO"u8), json.ValueTextEquals("IMAGE"u8), json.ValueTextEquals("1h"u8));
        }

        if (part == UsagePart.CacheList && hour) usage.CacheWriteHour += count;
        else if (part == UsagePart.PromptList) Add(ref usage.AudioInput, ref usage.ImageInput);
        else if (part == UsagePart.AnswerList) Add(ref usage.AudioOutput, ref usage.ImageOutput);
        else if (part == UsagePart.CachedList) Add(ref usage.AudioCached, ref usage.ImageCached);
        else if (part == UsagePart.ToolsList) Add(ref usage.AudioTools, ref usage.ImageTools);

        void Add(ref long ofAudio, ref long ofImages)
        {
            if (audio) ofAudio += count;
            if (image) ofImages += count;
        }
    }
}
