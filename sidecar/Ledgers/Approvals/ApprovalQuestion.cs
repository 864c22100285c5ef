using AiGateway.Contracts.Approvals;

namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>What one call needs a human's word for, with the entry that it found or made. Lives as long as the call; one thread at a time.</summary>
/// <param name="Key">What it is about.</param>
/// <param name="Make">Makes the words of a question that is not open yet.</param>
internal sealed record ApprovalQuestion(ApprovalKey Key, Func<ApprovalAsk> Make)
{
    private ApprovalAsk? _words;

    /// <summary>The entry; null before the ledger was asked, or where it had no room.</summary>
    public ApprovalEntry? Entry { get; set; }

    /// <summary>Makes the words, before they are asked for under a lock: it takes a while.</summary>
    public void Prepare() => _words ??= Make();

    /// <summary>The words of a new question; each has its own id.</summary>
    public ApprovalAsk Take()
    {
        var words = _words ?? Make();
        _words = null;
        return words;
    }
}
