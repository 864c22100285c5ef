using System.Collections.Frozen;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>What stands below <c>/v1</c> in OpenAI's words, for a dialect that speaks them.</summary>
internal sealed class OpenAiPlaces
{
    private const string Models = "models/";
    private const string StoredChat = "chat/completions/";
    private const string Stored = "responses/";

    /// <summary>The first part of what keeps something at the provider, and the word for it in a policy.</summary>
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_endpoints = new Dictionary<string, string>
    {
        ["files"] = EndpointWords.Files,
        ["uploads"] = "uploads",
        ["batches"] = EndpointWords.Batches,
        ["vector_stores"] = "vectorStores",
        ["assistants"] = "assistants",
        ["threads"] = "assistants",
        ["fine_tuning"] = "fineTuning",
        ["containers"] = "containers",
        ["conversations"] = EndpointWords.Conversations,
        ["evals"] = "evals",
    }.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly Dialect _dialect;
    private readonly FrozenDictionary<string, CallPlace>.AlternateLookup<ReadOnlySpan<char>> _fixed;

    public OpenAiPlaces(Dialect dialect)
    {
        _dialect = dialect;
        _fixed = Fixed(dialect).ToFrozenDictionary(place => place.Path, place => place.Place, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>What the path asks for; null where nothing is served.</summary>
    public CallPlace? Of(in CallTarget target, string prefix)
    {
        var below = target.Path.AsSpan(prefix.Length);
        if (_fixed.TryGetValue(below, out var place)) return place;
        if (below.IsEmpty || below[^1] == '/') return null;
        return below.StartsWith(Models, StringComparison.Ordinal)
            ? CallPlace.ModelAt(_dialect, target.NameBehind(prefix + Models))
            : EndpointAt(target, below);
    }

    /// <summary>The place of one of the fixed paths, as <c>chat/completions</c>; null where it is none.</summary>
    public CallPlace? Find(ReadOnlySpan<char> below) => _fixed.TryGetValue(below, out var place) ? place : null;

    private CallPlace EndpointAt(in CallTarget target, ReadOnlySpan<char> below)
    {
        var path = $"/{below}";
        if (below.StartsWith(Stored, StringComparison.Ordinal) && StoredMethods(below[Stored.Length..], "input_items") is { } methods)
            return CallPlace.EndpointAt(target, _dialect, EndpointWords.Responses, path) with { Methods = methods };
        if (below.StartsWith(StoredChat, StringComparison.Ordinal) && StoredMethods(below[StoredChat.Length..], "messages") is { } chat)
            return CallPlace.EndpointAt(target, _dialect, EndpointWords.Responses, path) with { Methods = chat };

        var slash = below.IndexOf('/');
        s_endpoints.TryGetValue(slash < 0 ? below : below[..slash], out var name);
        return CallPlace.EndpointAt(target, _dialect, name, path);
    }

    /// <summary>The methods of a stored answer: itself, its end, its parts. Null for what is none, such as <c>responses/compact</c>, which makes an answer.</summary>
    private static string? StoredMethods(ReadOnlySpan<char> rest, string parts)
    {
        var slash = rest.IndexOf('/');
        if (slash < 0) return rest is "compact" or "input_tokens" ? null : "GET, DELETE";
        var what = rest[(slash + 1)..];
        if (what.SequenceEqual(parts)) return HttpMethods.Get;
        return what is "cancel" ? HttpMethods.Post : null;
    }

    private static IEnumerable<(string Path, CallPlace Place)> Fixed(Dialect dialect)
    {
        yield return Read("chat/completions", Operation.Chat, WireFormat.OpenAiChat);
        yield return Read("responses", Operation.Chat, WireFormat.OpenAiResponses);
        yield return Read("completions", Operation.TextCompletion, WireFormat.OpenAiCompletions);
        yield return Read("embeddings", Operation.Embeddings, WireFormat.OpenAiEmbeddings);
        yield return Read("images/generations", Operation.Image, WireFormat.OpenAiJson);
        yield return Read("images/edits", Operation.Image, WireFormat.OpenAiForm);
        yield return Read("images/variations", Operation.Image, WireFormat.OpenAiForm);
        yield return Read("audio/speech", Operation.Audio, WireFormat.OpenAiJson);
        yield return Read("audio/transcriptions", Operation.Audio, WireFormat.OpenAiForm);
        yield return Read("audio/translations", Operation.Audio, WireFormat.OpenAiForm);
        yield return Read("moderations", Operation.Moderation, WireFormat.OpenAiJson);
        yield return Read("rerank", Operation.Rerank, WireFormat.OpenAiJson);
        yield return ("realtime", new(dialect, Operation.Realtime, WireFormat.OpenAiRealtime) { Methods = HttpMethods.Get, Below = "/realtime" });
        yield return ("models", CallPlace.Models(dialect));

        (string, CallPlace) Read(string path, Operation operation, WireFormat format) => (path, new(dialect, operation, format) { Below = "/" + path });
    }
}
