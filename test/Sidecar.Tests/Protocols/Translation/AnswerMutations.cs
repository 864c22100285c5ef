using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Translation;

/// <summary>
/// A property that each format's reader must have: however a good body is broken, it is read or refused by one of the exceptions that the format may throw. Broken means that
/// values change places, types and lengths; the JSON stays JSON, because what is none never comes so far.
/// </summary>
internal static class AnswerMutations
{
    private static readonly string[] s_values = ["null", "0", "-1", "1e99", "2147483648", "true", "\"\"", "\"x\"", "\"\\ud800\"", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"x\":{}}"];

    /// <summary>Whole answers, or errors.</summary>
    public static void AreReadOrRefused(string body, Action<JsonElement> read) =>
        Prop.ForAll(Broken(body), broken => ReadsOrRefuses(() => read(broken))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>Requests, which are refused in a way of their own.</summary>
    public static void RequestsAreReadOrRefused(ConversationFormat format, string body) =>
        Prop.ForAll(Broken(body), broken =>
        {
            try
            {
                format.ReadRequest(broken);
            }
            catch (UnfitFieldException)
            {
                // Refused, with its place.
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    /// <summary>Streams: one event of the text is broken, the others come as they are.</summary>
    public static void StreamIsReadOrRefused(ConversationFormat format, string stream)
    {
        var frames = CaseStream.Frames(stream).ToList();
        var broken = Gen.Choose(0, frames.Count - 1).Where(at => frames[at].Data.ValueKind != JsonValueKind.Undefined)
            .SelectMany(at => Broken(frames[at].Data.GetRawText()).Generator.Select(data => frames.Select((frame, place) => place == at ? frame with { Data = data } : frame).ToList()));
        Prop.ForAll(broken.ToArbitrary(), some => ReadsOrRefuses(() => ReadAll(format, some))).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static void ReadAll(ConversationFormat format, List<StreamFrame> frames)
    {
        var reader = format.NewDeltaReader();
        List<Delta> deltas = [];
        foreach (var frame in frames) reader.Read(frame, deltas);
        reader.Finish(deltas);
    }

    private static void ReadsOrRefuses(Action read)
    {
        try
        {
            read();
        }
        catch (Exception refused) when (refused is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // Refused, which is right for most.
        }
    }

    private static Arbitrary<JsonElement> Broken(string body)
    {
        var places = Places(JsonDocument.Parse(body).RootElement);
        var value = Gen.Elements(s_values);
        return Gen.Choose(0, places - 1).SelectMany(at => value.Select(with => Parse(Replace(body, at, with)))).ToArbitrary();
    }

    private static JsonElement Parse(string text) => JsonDocument.Parse(text).RootElement;

    private static int Places(JsonElement element) => 1 + element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Sum(member => Places(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().Sum(Places),
        _ => 0,
    };

    private static string Replace(string body, int at, string with)
    {
        var text = new StringBuilder();
        Copy(JsonDocument.Parse(body).RootElement, ref at, with, text);
        return text.ToString();
    }

    private static void Copy(JsonElement element, ref int at, string with, StringBuilder text)
    {
        if (at-- == 0) text.Append(with);
        else if (element.ValueKind == JsonValueKind.Object) CopyMembers(element, ref at, with, text);
        else if (element.ValueKind == JsonValueKind.Array) CopyItems(element, ref at, with, text);
        else text.Append(element.GetRawText());
    }

    private static void CopyMembers(JsonElement element, ref int at, string with, StringBuilder text)
    {
        text.Append('{');
        var count = 0;
        foreach (var member in element.EnumerateObject())
        {
            text.Append(count++ == 0 ? "" : ",").Append(JsonSerializer.Serialize(member.Name)).Append(':');
            Copy(member.Value, ref at, with, text);
        }

        text.Append('}');
    }

    private static void CopyItems(JsonElement element, ref int at, string with, StringBuilder text)
    {
        text.Append('[');
        var count = 0;
        foreach (var item in element.EnumerateArray())
        {
            text.Append(count++ == 0 ? "" : ",");
            Copy(item, ref at, with, text);
        }

        text.Append(']');
    }
}
