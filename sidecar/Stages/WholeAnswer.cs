using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Stages;

/// <summary>Reads an answer to its end, before anything of it leaves.</summary>
internal static class WholeAnswer
{
    /// <summary>False where it is longer than this gateway holds; the body then has its beginning.</summary>
    public static async Task<bool> ReadAsync(Passage passage, Body body)
    {
        var stream = await HeldGate.OpenAsync(passage);
        while (body.Length <= PooledBytes.Most && body.TryReserve(out var free))
        {
            var count = await stream.ReadAsync(free, passage.Handle.Token);
            if (count == 0) return true;
            body.Commit(count);
            passage.Deadlines.ExpectMore(passage.Handle);
        }

        return false;
    }
}
