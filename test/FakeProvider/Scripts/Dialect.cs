using System.Text.Json;
using System.Text.Json.Nodes;

namespace AiGateway.Fakes.Scripts;

/// <summary>How one wire format asks, answers, streams and errs. What it refuses, its provider refuses.</summary>
internal abstract class Dialect
{
    /// <summary>What the request says; throws <see cref="FaultException"/> where the provider would refuse it.</summary>
    public abstract Ask Read(JsonElement body);

    public abstract JsonObject Whole(Reply reply);

    /// <summary>The frames of a streamed answer; ends early with the pieces of the reply.</summary>
    public abstract IAsyncEnumerable<byte[]> FramesAsync(Reply reply, CancellationToken cancellationToken);

    public virtual string StreamType => "text/event-stream; charset=utf-8";

    public abstract Task RefuseAsync(HttpContext http, Fault fault);

    /// <summary>How an error looks that comes after a 200.</summary>
    public abstract byte[] ErrorFrame(Fault fault);

    /// <summary>What a script asks for that this dialect answers in a way of its own; null for the common way.</summary>
    public virtual Fault? Special(Reply reply) => null;

    /// <summary>Headers of a good answer.</summary>
    public virtual void AddHeaders(HttpContext http)
    {
    }
}
