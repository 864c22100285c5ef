namespace AiGateway.Sidecar.Guards;

/// <summary>
/// One check's walk over one text that comes in pieces. What it finds depends on the text alone, not on the pieces. It reads each character once or a bounded number of times, and
/// keeps no copy of the text: the window holds what is not settled, and <see cref="TextWindow.LookBehind"/> characters before it.
/// </summary>
internal abstract class TextScan : IDisposable
{
    /// <summary>
    /// Up to here (in UTF-16 code units from the text's start) every match is known: none that will yet be found begins before it. Never goes back. At the text's end it is the
    /// text's length. A check that needs the whole text stays at 0 until then; one that holds more than <see cref="TextGuard.MaxHeld"/> is not asked any longer, and the text is denied.
    /// </summary>
    public abstract long Settled { get; }

    /// <summary>Reads the fresh characters; adds the matches that have become certain.</summary>
    public abstract void Read(in TextWindow window, List<TextMatch> matches);

    /// <summary>The text has ended: nothing is fresh, what was open is decided.</summary>
    public abstract void Finish(in TextWindow window, List<TextMatch> matches);

    public virtual void Dispose()
    {
    }
}
