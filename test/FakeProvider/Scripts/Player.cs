using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Fakes.Scripts;

/// <summary>Reads a request by its dialect, and plays its script.</summary>
internal static class Player
{
    public static async Task PlayAsync(HttpContext http, byte[] body, Dialect dialect, ImmutableArray<string> models)
    {
        using var document = JsonDocument.Parse(body);
        var ask = dialect.Read(document.RootElement);
        if (!models.IsEmpty && !models.Contains(ask.Model)) throw new FaultException(new Fault(FaultKind.UnknownModel, Param: ask.Model));

        await PlayAsync(http, dialect, Scene.Play(ask, ask.Behaviour));
    }

    private static Task PlayAsync(HttpContext http, Dialect dialect, Reply reply)
    {
        var script = reply.Behaviour;
        if (dialect.Special(reply) is { } special) return dialect.RefuseAsync(http, special);

        return script.Kind switch
        {
            BehaviourKind.Error => dialect.RefuseAsync(http, Fault.Scripted(script.First, script.Second)),
            BehaviourKind.ErrorInStream when !reply.Ask.Stream => dialect.RefuseAsync(http, new(FaultKind.Overloaded)),
            BehaviourKind.ContextLength => dialect.RefuseAsync(http, new(FaultKind.ContextLength)),
            BehaviourKind.Hang => Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted),
            BehaviourKind.Reset => ResetAsync(http),
            BehaviourKind.Garbage => Answers.WriteAsync(http, 200, "<html>this is not JSON"u8.ToArray()),
            BehaviourKind.Slow => SlowAsync(http, dialect, reply),
            BehaviourKind.Cut when !reply.Ask.Stream => CutAsync(http, dialect, reply),
            _ => AnswerAsync(http, dialect, reply),
        };
    }

    private static async Task SlowAsync(HttpContext http, Dialect dialect, Reply reply)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(reply.Behaviour.First), http.RequestAborted);
        await AnswerAsync(http, dialect, reply);
    }

    private static Task AnswerAsync(HttpContext http, Dialect dialect, Reply reply)
    {
        dialect.AddHeaders(http);
        return reply.Ask.Stream ? StreamAsync(http, dialect, reply) : Answers.WriteAsync(http, 200, dialect.Whole(reply));
    }

    private static async Task StreamAsync(HttpContext http, Dialect dialect, Reply reply)
    {
        http.Response.ContentType = dialect.StreamType;
        http.Response.Headers.CacheControl = "no-cache, must-revalidate";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            await foreach (var frame in dialect.FramesAsync(reply, http.RequestAborted)) await SendAsync(http, frame);
        }
        catch (ScriptedEndException) when (reply.Behaviour.Kind == BehaviourKind.ErrorInStream)
        {
            await SendAsync(http, dialect.ErrorFrame(new(FaultKind.Overloaded)));
        }
        catch (ScriptedEndException)
        {
            await Answers.CutAsync(http);
        }
    }

    private static async Task SendAsync(HttpContext http, byte[] frame)
    {
        await http.Response.Body.WriteAsync(frame, http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    private static async Task CutAsync(HttpContext http, Dialect dialect, Reply reply)
    {
        var body = Answers.Bytes(dialect.Whole(reply));
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
        await Answers.CutAsync(http);
    }

    private static Task ResetAsync(HttpContext http)
    {
        if (http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new(true, 0); // The close below becomes a RST.
            socket.Close();
        }
        http.Abort();
        return Task.CompletedTask;
    }
}
