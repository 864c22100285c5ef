using System.Diagnostics.CodeAnalysis;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// Something that the sidecar tells the operator's leader: whole states, so that a lost one is made good by the next. Asked right after each hello, in each report period, at once after a
/// <see cref="Nudge"/>, and a last time when the sidecar stops; never twice at one time.
/// </summary>
internal interface IUpWord
{
    /// <summary>A new stream: what was sent on the last one may not have arrived.</summary>
    void Forget();

    /// <summary>The line that says something new; false where nothing changed since the last one.</summary>
    bool TryNext([NotNullWhen(true)] out Envelope? word);
}
