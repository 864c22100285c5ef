using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>One call while it is being sent: what all its tries share.</summary>
internal sealed class Sending(HttpContext http, Reservation reservation, Reply reply, Deadlines deadlines) : IDisposable
{
    private Translation? _translation;
    private EditedContent? _content;
    private bool _isError;

    public HttpContext Http => http;

    /// <summary>The checks of the call that ask somebody else.</summary>
    public required CalledChecks Called { get; init; }

    public Plan Plan => reservation.Plan;

    public Call Call => reservation.Plan.Permit.Call;

    /// <summary>A call that is sent has a body.</summary>
    public ModelRequest Request => Call.Request!;

    public ModelRoute Route => reservation.Plan.Route;

    /// <summary>The guards of the call; null where nothing looks at it.</summary>
    public GuardSession? Guard => reservation.Plan.Guard;

    public LiveCall Handle => reservation.Handle;

    /// <summary>What the call holds of its agent's limits; null for nothing.</summary>
    public Charge? Charge => reservation.Handle.Charge;

    public Reply Reply => reply;

    public Deadlines Deadlines => deadlines;

    /// <summary>Whether the provider has the whole request of the try under way and has not answered with an error: it may bill it.</summary>
    public bool MayBeBilled => _content is { IsWritten: true } && !_isError;

    /// <summary>A try begins; it sends nothing yet.</summary>
    public void Begin() => (_content, _isError) = (null, false);

    /// <summary>The try's request goes out.</summary>
    public void Send(HttpContent? content) => _content = content as EditedContent;

    /// <summary>The provider has answered, with an error or not.</summary>
    public void Answered(bool isError) => _isError = isError;

    /// <summary>The request, read for translation; once for all tries.</summary>
    public Step<Translation> Translate()
    {
        if (_translation is not null) return _translation;
        var step = Translation.Read(Call);
        if (!step.Stops(out _, out var translation)) _translation = translation;
        return step;
    }

    public void Dispose() => _translation?.Dispose();
}
