using System.IO.Pipelines;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("a\n\nb\n", new[] { "a", "b" })]
    [InlineData("a\nrest without an end", new[] { "a" })]
    public async Task Read_ToTheEnd_GivesEachLineAndEndsInOrder(string text, string[] expected)
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        var reader = new LineReader(pipe.Reader);

        var lines = new List<string>();
        while (await reader.ReadAsync(Encoding.UTF8.GetString, TestContext.Current.CancellationToken) is { } line) lines.Add(line);

        Assert.Equal(expected, lines);
    }

    [Fact]
    public async Task Read_EndAfterAPartOfALine_EndsInOrder()
    {
        var pipe = new Pipe();
        var reader = new LineReader(pipe.Reader);
        await pipe.Writer.WriteAsync("half"u8.ToArray(), TestContext.Current.CancellationToken);
        var reading = reader.ReadAsync(Encoding.UTF8.GetString, TestContext.Current.CancellationToken);

        await pipe.Writer.CompleteAsync();

        Assert.Null(await reading);
    }

    [Fact]
    public async Task Read_LineTooLong_IsRefused()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(new byte[Protocol.MaxLineBytes + 1], TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await new LineReader(pipe.Reader).ReadAsync(Encoding.UTF8.GetString, TestContext.Current.CancellationToken));
    }
}
