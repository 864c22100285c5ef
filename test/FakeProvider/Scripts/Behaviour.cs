using System.Globalization;

namespace AiGateway.Fakes.Scripts;

/// <summary>
/// The script of one call, written as the model's name or, behind <c>fake:</c>, as the first word of the first user message:
/// <c>slow-500</c> (milliseconds before the first byte), <c>error-429-7</c> (status, Retry-After in seconds), <c>hang</c>, <c>reset</c> (no
/// answer), <c>cut</c> (closed half way), <c>garbage</c> (200, not JSON), <c>stream-200-5</c> (events, milliseconds between),
/// <c>stamp-200-5</c> (the same, each event carries the monotonic clock in nanoseconds), <c>long-20</c> (never ends; milliseconds
/// between), <c>tool-call</c> (one call; with its result, the result in words), <c>parallel-tools</c> (two), <c>echo</c> (the first user
/// message again), <c>asked</c> (what was understood of the request), <c>thinking</c> (reasoning whose signature must come back),
/// <c>error-in-stream</c> (after a 200), <c>refusal</c>, <c>length</c>, <c>context-length</c>, <c>content-filter</c>, <c>json</c>,
/// <c>image</c> (what arrived), <c>cached</c> (usage with cached tokens). Every other name is answered at once.
/// </summary>
internal sealed record Behaviour(BehaviourKind Kind, int First = 0, int Second = 0)
{
    private const string Prefix = "fake:";

    public TimeSpan Gap => TimeSpan.FromMilliseconds(Kind is BehaviourKind.Long ? First : Second);

    public static Behaviour Read(string model, string prompt)
    {
        if (!prompt.StartsWith(Prefix, StringComparison.Ordinal)) return Parse(model);

        var script = prompt[Prefix.Length..];
        var end = script.AsSpan().IndexOfAny(' ', '\n');
        return Parse(end < 0 ? script : script[..end]);
    }

    private static Behaviour Parse(string script)
    {
        var words = script.Split('-');
        return words[0] switch
        {
            "error" when script == "error-in-stream" => new(BehaviourKind.ErrorInStream),
            "slow" => new(BehaviourKind.Slow, Number(words, 1, 2000)),
            "error" => new(BehaviourKind.Error, Number(words, 1, 500), Number(words, 2, 0)),
            "hang" => new(BehaviourKind.Hang),
            "reset" => new(BehaviourKind.Reset),
            "cut" => new(BehaviourKind.Cut, 4),
            "garbage" => new(BehaviourKind.Garbage),
            "stream" => new(BehaviourKind.Stream, Number(words, 1, 20), Number(words, 2, 0)),
            "stamp" => new(BehaviourKind.Stamp, Number(words, 1, 200), Number(words, 2, 2)),
            "long" => new(BehaviourKind.Long, Number(words, 1, 20)),
            "tool" => new(BehaviourKind.Tool),
            "echo" => new(BehaviourKind.Echo),
            "asked" => new(BehaviourKind.Asked),
            "thinking" => new(BehaviourKind.Thinking),
            "parallel" => new(BehaviourKind.ParallelTools),
            "refusal" => new(BehaviourKind.Refusal),
            "length" => new(BehaviourKind.Length),
            "context" => new(BehaviourKind.ContextLength),
            "content" => new(BehaviourKind.ContentFilter),
            "json" => new(BehaviourKind.Json),
            "image" => new(BehaviourKind.Image),
            "cached" => new(BehaviourKind.Cached),
            _ => new(BehaviourKind.Answer),
        };
    }

    private static int Number(string[] words, int index, int otherwise) =>
        words.Length > index && int.TryParse(words[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
