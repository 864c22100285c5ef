using System.Collections.Immutable;

namespace AiGateway.Fakes.Scripts;

/// <summary>Makes of a request and its script what is answered.</summary>
internal static class Scene
{
    public const string Text = "Hello from the fake provider.";
    public const string Refused = "I cannot help with that.";
    public const string Json = "{\"city\":\"Paris\",\"degrees\":21}";
    public const string Thoughts = "The user greets me, so I greet back.";

    /// <summary>Base64, as real ones are; without it a turn of reasoning is refused.</summary>
    public const string Signature = "RmFrZVNpZ25hdHVyZU9mVGhlRmFrZVByb3ZpZGVyMDEyMw==";
    public const int CachedTokens = 64;
    private static readonly ToolUse Weather = new("call_fake1", "get_weather", "{\"city\":\"Paris\"}");
    private static readonly ToolUse Time = new("call_fake2", "get_time", "{\"zone\":\"Asia/Tokyo\"}");

    public static Reply Play(Ask ask, Behaviour behaviour)
    {
        var reply = new Reply { Ask = ask, Behaviour = behaviour, Text = Text };
        return behaviour.Kind switch
        {
            BehaviourKind.Echo => reply with { Text = ask.Prompt },
            BehaviourKind.Asked => reply with { Text = ask.ToString() },
            BehaviourKind.Tool => Tools(reply, [Weather]),
            BehaviourKind.ParallelTools => Tools(reply, ask.Parallel ? [Weather, Time] : [Weather]),
            BehaviourKind.Thinking => Tools(reply with { Thinking = ask.Results.Count == 0 ? Thoughts : "" }, [Weather]),
            BehaviourKind.Length => reply with { Text = "Hello from the", Stop = StopWord.Length },
            BehaviourKind.Refusal => reply with { Text = Refused, Stop = StopWord.Refusal },
            BehaviourKind.ContentFilter => reply with { Text = "", Stop = StopWord.Filter },
            BehaviourKind.Json => reply with { Text = ask.Format == "text" ? "No format came." : Json },
            BehaviourKind.Image => reply with { Text = ask.Images.Count == 0 ? "I see nothing." : $"I see {string.Join(" and ", ask.Images)}." },
            BehaviourKind.Cached => reply with { Cached = CachedTokens },
            _ => reply,
        };
    }

    private static Reply Tools(Reply reply, ImmutableArray<ToolUse> calls)
    {
        if (reply.Ask.Results.Count == 0) return reply with { Text = "", Calls = calls, Stop = StopWord.Tools };

        return reply with { Text = $"The tools say: {string.Join("; ", reply.Ask.Results)}" };
    }
}
