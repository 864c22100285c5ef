using System.IO.Pipelines;
using System.Text;
using AiGateway.Sidecar.Snapshots;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Snapshots;

public class LineReaderTests
{
    [Fact]
    public void ReadAsync_AnyLinesInAnyPieces_ComeOutAsTheyWere()
    {
        var lines = Gen.Elements('a', 'b', '{', '"').NonEmptyListOf().Select(letters => new string([.. letters])).ListOf();
        Prop.ForAll(Gen.Zip(lines, Gen.Choose(1, 7)).ToArbitrary(), given =>
        {
            var text = string.Concat(given.Item1.Select(line => line + "\n"));
            return given.Item1.SequenceEqual(ReadAllAsync(text, given.Item2).GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task ReadAsync_EmptyLinesAndAnUnfinishedOne_AreNoLines() =>
        Assert.Equal(["a", "b"], await ReadAllAsync("\n\na\n\nb\nunfinished", piece: 2));

    [Theory]
    [InlineData("12345678\n")]
    [InlineData("12345678")]
    public async Task ReadAsync_LineAboveTheBound_IsRefusedWithoutBeingHeld(string text) =>
        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAllAsync("1234567\n" + text, piece: 3));

    private static async Task<List<string>> ReadAllAsync(string text, int piece)
    {
        var pipe = new Pipe();
        var writing = WriteAsync(pipe.Writer, Encoding.UTF8.GetBytes(text), piece);
        var reader = new LineReader(pipe.Reader.AsStream(), maxBytes: Math.Max(7, text.StartsWith("1234567", StringComparison.Ordinal) ? 7 : text.Length));
        var lines = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None) is { } line) lines.Add(Encoding.UTF8.GetString(line));
        await writing;
        return lines;
    }

    private static async Task WriteAsync(PipeWriter writer, byte[] bytes, int piece)
    {
        for (var at = 0; at < bytes.Length; at += piece) await writer.WriteAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)));
        await writer.CompleteAsync();
    }
}
