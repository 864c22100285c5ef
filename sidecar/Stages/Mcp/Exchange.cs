using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>One request to a tool server and its answer: what all steps share.</summary>
internal sealed class Exchange(Reservation reservation, HttpContext http, CallRecord record, Deadlines deadlines)
{
    public HttpRequest In => http.Request;

    public HttpResponse Out => http.Response;

    public McpRequest Request { get; } = reservation.Plan.Permit.Call.Mcp!;

    public Snapshot Snapshot => record.Snapshot!;

    /// <summary>The word of the policies that let it come this far; how they answer what they deny holds for what pinning denies too.</summary>
    public Decision? Decision => reservation.Plan.Permit.Decision;

    public ToolServer Server { get; } = record.Snapshot!.Servers[reservation.Plan.Permit.Call.Mcp!.Server];

    public Plan Plan => reservation.Plan;

    /// <summary>The guards of the exchange; null where nothing looks at it.</summary>
    public GuardSession? Guard => reservation.Plan.Guard;

    /// <summary>The sidecar's own credentials, which nothing may carry.</summary>
    public HeldValues Held => reservation.Plan.Route.Held;

    public Target Target => reservation.Plan.Targets[0];

    public Reply Reply => record.Reply;

    public McpOutcome Outcome { get; } = record.Reply.Mcp ??= new();

    public LiveCall Handle => reservation.Handle;

    public Deadlines Deadlines => deadlines;

    /// <summary>Where it goes: the server's endpoint, or the URL that a stream of the HTTP+SSE transport named.</summary>
    public Uri Url { get; set; } = record.Snapshot!.Servers[reservation.Plan.Permit.Call.Mcp!.Server].Provider.BaseUrl;

    /// <summary>The session that is known so far: the agent's, or the one that the server's answer began.</summary>
    public string? Session { get; set; } = reservation.Plan.Permit.Call.Mcp!.Session;

    /// <summary>The request as the server's further messages belong to it: in the session that its answer began, if it did.</summary>
    public McpRequest SessionRequest => Session is null || Session == Request.Session ? Request : Request.In(Session);

    /// <summary>Whether a message of the agent wants an answer.</summary>
    public bool AwaitsAnswer { get; } = HasRequest(reservation.Plan.Permit.Call.Mcp!);

    /// <summary>Whether the agent only listens, for as long as it likes.</summary>
    public bool Listens => Request.Verb == McpVerb.Get || Request.First?.Method == McpMethod.SubscriptionsListen;

    /// <summary>
    /// Whether the server goes on when the agent hangs up: up to 2025-11-25 a lost connection is no cancellation (Transports, Sending Messages to the Server), and the answer can be
    /// taken up again; since 2026-07-28 it is one (Cancellation).
    /// </summary>
    public bool Outlives => Request.Era == McpEra.Legacy && AwaitsAnswer;

    /// <summary>Whether the agent was given an id with which it can take the stream up again.</summary>
    public bool Resumable { get; set; }

    /// <summary>Whether status and headers have gone to the agent.</summary>
    public bool Committed { get; private set; }

    /// <summary>The words by which refusals name the server.</summary>
    public string Name => $"The tool server '{Server.Provider.Name}'";

    /// <summary>The answer begins.</summary>
    public void Commit(HttpResponseMessage answer, string? contentType)
    {
        Committed = true;
        if (Out.HasStarted) return; // As a stream, while the call waited for a human's word.
        Out.StatusCode = (int)answer.StatusCode;
        ServerHeaders.Copy(answer, Out.Headers);
        if (contentType is not null) Out.ContentType = contentType;
    }

    /// <summary>The server answered, and the agent may not have it, or what came is none.</summary>
    public void Refuse(RefusalReason reason, string why, string? param = null) => Refuse(new Refusal(reason, why, param));

    public void Refuse(Refusal refusal) => (Reply.End, Reply.Refusal) = (Committed ? ReplyEnd.Cut : ReplyEnd.Failed, refusal);

    private static bool HasRequest(McpRequest request)
    {
        foreach (var message in request.Messages)
        {
            if (message.Kind == McpKind.Request) return true;
        }

        return false;
    }
}
