using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Snapshots;

public sealed class ProcessEpochTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("epoch").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public void Begin_AfterAnotherProcess_IsLater(int seconds)
    {
        var before = Begin();
        _time.Advance(TimeSpan.FromSeconds(seconds));

        Assert.True(Begin() > before);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no epoch")]
    [InlineData("ffffffffffffffff")]
    [InlineData("7fffffffffffffff")]
    public void Begin_FileThatSaysNothing_GoesByTheClock(string text)
    {
        var byTheClock = Begin();
        File.Delete(Path.Combine(_folder, "epoch"));
        File.WriteAllText(Path.Combine(_folder, "epoch"), text);

        Assert.Equal(byTheClock, Begin());
    }

    [Fact]
    public void Begin_FolderThatIsNotThere_GoesByTheClock() => Assert.Equal(Begin(), Epochs.Read(ProcessEpoch.Begin(Path.Combine(_folder, "none"), _time).Value));

    private ulong Begin() => Epochs.Read(ProcessEpoch.Begin(_folder, _time).Value)!.Value;
}
