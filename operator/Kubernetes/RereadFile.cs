namespace AiGateway.Operator.Kubernetes;

/// <summary>
/// The text of a small file that is rotated in place, as a projected token: read again after a short while, the last good text kept while it cannot be.
/// </summary>
internal sealed class RereadFile(string path, TimeSpan cache, TimeProvider time)
{
    private readonly Lock gate = new();
    private string? text;
    private long readAt;

    /// <exception cref="IOException">The file has never been readable.</exception>
    public string Read()
    {
        lock (gate)
        {
            if (text is not null && time.GetElapsedTime(readAt) < cache) return text;
            try
            {
                text = File.ReadAllText(path).Trim();
            }
            catch (Exception e) when (text is not null && e is IOException or UnauthorizedAccessException)
            {
                // A rotation in progress: the text at hand is still valid for minutes.
            }
            readAt = time.GetTimestamp();
            return text!;
        }
    }
}
