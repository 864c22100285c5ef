using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Scripts;

namespace AiGateway.Fakes.Gemini;

/// <summary>A stream of whole responses, each with the next parts; the last one says why it ended.</summary>
internal sealed class ContentFrames(Reply reply)
{
    private readonly ContentAnswer _answer = new(reply);

    public async IAsyncEnumerable<byte[]> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (reply.Stop == StopWord.Filter)
        {
            yield return Sse.Crlf(_answer.Blocked());
            yield break;
        }
        if (reply.Thinking.Length > 0)
        {
            var half = reply.Thinking.Length / 2;
            yield return Parts(ContentAnswer.Thought(reply.Thinking[..half]));
            yield return Parts(ContentAnswer.Thought(reply.Thinking[half..]));
        }
        await foreach (var piece in reply.PiecesAsync(cancellationToken)) yield return Parts(new JsonObject { ["text"] = piece });
        foreach (var call in _answer.Calls()) yield return Parts(call);
        yield return Sse.Crlf(_answer.Response([new JsonObject { ["text"] = "" }], true));
    }

    private byte[] Parts(JsonNode part) => Sse.Crlf(_answer.Response([part], false));
}
