using System.Text;
using AiGateway.Sidecar.Guards.Secrets;
using AiGateway.Sidecar.Stages;

namespace AiGateway.Sidecar.Tests.Stages;

public sealed class CredentialFilterTests
{
    private const string Key = "sk-sk-secret-9";
    private static readonly HeldValues s_held = new([Key, "another-credential-of-ours"]);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Read_AnyPiecesAndRoom_GivesAllThatStandsBeforeACredential(int piece)
    {
        foreach (var room in (int[])[1, 2, 7, 64])
        {
            Assert.Equal(("all sk-sk-sk-secret and sk-", false), await ReadAsync("all sk-sk-sk-secret and sk-", piece, room));
            var (text, found) = await ReadAsync($"fine another- sk-{Key} and more", piece, room);
            Assert.True(found);
            Assert.StartsWith(text, "fine another- sk-", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Read_NothingOpen_WaitsForNothing()
    {
        await using CredentialFilter filter = new(new Pieces("data: x\n\n"u8.ToArray(), 9), s_held, () => Assert.Fail("nothing is there"));

        Assert.Equal(9, await filter.ReadAsync(new byte[100]));
        Assert.Equal(0, await filter.ReadAsync(new byte[100]));
    }

    private static async Task<(string Text, bool Found)> ReadAsync(string text, int piece, int room)
    {
        var found = false;
        await using CredentialFilter filter = new(new Pieces(Encoding.ASCII.GetBytes(text), piece), s_held, () => found = true);
        StringBuilder read = new();
        var buffer = new byte[room];
        try
        {
            for (int count; (count = await filter.ReadAsync(buffer)) > 0;) read.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }
        catch (IOException) when (found)
        {
            // It ends there.
        }

        return (read.ToString(), found);
    }

    /// <summary>Gives so many bytes a read.</summary>
    private sealed class Pieces(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => base.ReadAsync(buffer[..Math.Min(buffer.Length, size)], cancellationToken);
    }
}
