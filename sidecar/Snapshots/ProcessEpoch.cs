using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// This process: another one at each start, so that totals of two processes of one pod are never taken for each other, and later than all before it, so that a late word of one that is dead is known for what it is.
/// </summary>
/// <param name="Value">As <see cref="Hello.Epoch"/>.</param>
internal sealed record ProcessEpoch(string Value)
{
    private const string FileName = "epoch";

    /// <summary>By the clock, and by what the last process of the pod kept in its folder: a clock may have gone back between the two. Where the folder cannot be written the clock has to do.</summary>
    public static ProcessEpoch Begin(string folder, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        var now = time.GetUtcNow().Ticks / TimeSpan.TicksPerMicrosecond;
        try
        {
            if (File.Exists(path) && Epochs.Read(File.ReadAllText(path)) is { } last and < long.MaxValue) now = Math.Max(now, (long)last + 1);
            var epoch = new ProcessEpoch(Epochs.Write((ulong)now));
            OwnerFile.Write(path, file => file.Write(System.Text.Encoding.ASCII.GetBytes(epoch.Value)));
            return epoch;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new(Epochs.Write((ulong)now));
        }
    }
}
