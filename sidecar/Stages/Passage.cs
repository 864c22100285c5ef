using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Stages;

/// <summary>One target's answer on its way to the agent. Until <see cref="Commit"/> nothing has left and another target may still be tried.</summary>
internal sealed class Passage(HttpContext http, Reservation reservation, Reply reply, HttpResponseMessage answer)
{
    public HttpResponse Out => http.Response;

    public HttpResponseMessage Answer => answer;

    public Reply Reply => reply;

    public LiveCall Handle => reservation.Handle;

    public ModelRequest Request => reservation.Plan.Permit.Call.Request!;

    public bool Committed { get; private set; }

    /// <summary>The first byte is here: status and headers go to the agent, and the target has answered.</summary>
    public void Commit(long now)
    {
        Committed = true;
        reply.FirstByteAt = now;
        reply.Outcome((int)answer.StatusCode, null);
        Out.StatusCode = (int)answer.StatusCode;
        OpenAiHeaders.Copy(answer, Out.Headers);
    }
}
