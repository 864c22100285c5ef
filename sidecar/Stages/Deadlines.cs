using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages;

/// <summary>When a call must come on, as timestamps: the route's bounds where it sets them, the sidecar's own else. Made when the call is sent.</summary>
internal sealed class Deadlines(SendOptions options, TimeoutsRule? route, TimeProvider clock)
{
    private readonly long _total = route?.TotalMs is { } total ? clock.GetTimestamp() + Ticks(total, clock) : long.MaxValue;

    /// <summary>Whether the bound on the whole call has passed, so that no further try makes sense.</summary>
    public bool IsOver => clock.GetTimestamp() > _total;

    /// <summary>The first byte of an answer is awaited.</summary>
    public void ExpectFirstByte(LiveCall call, bool stream)
    {
        var own = stream ? options.StreamFirstByteTimeout : options.AnswerFirstByteTimeout;
        Expect(call, route?.FirstByteMs ?? own.TotalMilliseconds);
    }

    /// <summary>The next piece of an answer is awaited.</summary>
    public void ExpectMore(LiveCall call) => Expect(call, route?.IdleMs ?? options.IdleTimeout.TotalMilliseconds);

    /// <summary>The agent is awaited, whose slowness is not the provider's fault.</summary>
    public void ExpectNothing(LiveCall call) => call.Expect(_total);

    private void Expect(LiveCall call, double milliseconds) => call.Expect(Math.Min(_total, clock.GetTimestamp() + Ticks(milliseconds, clock)));

    private static long Ticks(double milliseconds, TimeProvider clock) => (long)(milliseconds / 1000 * clock.TimestampFrequency);
}
