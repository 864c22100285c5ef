using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>One target's answer on its way to the agent. Until <see cref="Commit"/> nothing has left and another target may still be tried.</summary>
internal sealed class Passage(Sending sending, Leg leg, HttpResponseMessage answer)
{
    public HttpResponse Out => sending.Http.Response;

    public HttpResponseMessage Answer => answer;

    public Leg Leg => leg;

    public Reply Reply => sending.Reply;

    public LiveCall Handle => sending.Handle;

    /// <summary>The guards of the call; null where nothing looks at it.</summary>
    public GuardSession? Guard => sending.Guard;

    /// <summary>The checks of the call that ask somebody else.</summary>
    public CalledChecks Called => sending.Called;

    public Plan Plan => sending.Plan;

    public ModelRequest Request => sending.Request;

    public Call Call => sending.Call;

    /// <summary>Whether a model answers with text.</summary>
    public bool MakesText => Call.Operation is Operation.Chat or Operation.TextCompletion;

    public Deadlines Deadlines => sending.Deadlines;

    public bool Committed { get; private set; }

    /// <summary>The error with which the provider began a stream, instead of an answer; nothing has left then.</summary>
    public ProviderError? EarlyError { get; set; }

    /// <summary>The first byte is here: status and headers go to the agent, and the target has answered.</summary>
    public void Commit(long now, string? contentType = null)
    {
        Committed = true;
        Reply.FirstByteAt = now;
        Reply.Outcome((int)answer.StatusCode, null);
        Out.StatusCode = (int)answer.StatusCode;
        if (sending.Charge is { } charge) LimitHeaders.Write(Out.Headers, Call.Dialect, charge);
        CallHeaders.Copy(answer, Out.Headers, leg.Translation is not null);
        if (contentType is not null) Out.ContentType = contentType;
        if (leg.Omitted.Count == 0) return;
        Reply.Omitted = leg.Omitted;
        Out.Headers[CallHeaders.Omitted] = CallHeaders.ListOf(leg.Omitted);
    }
}
