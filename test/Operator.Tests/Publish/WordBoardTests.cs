using AiGateway.Contracts;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Tests.Publish;

public sealed class WordBoardTests
{
    private readonly ManualTime _time = new();
    private readonly WordBoard _board;
    private readonly List<Heard> _told = [];

    public WordBoardTests()
    {
        _board = new(_time);
        _board.Told += _told.Add;
    }

    [Fact]
    public void Tell_SameType_TheNewReplacesTheOld()
    {
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(), GivenWords.Slices(1));
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(), GivenWords.Slices(2));

        Assert.Equal(2, _board.Sequence());
        Assert.Equal([1, 2], _told.Select(heard => heard.Word.Slices!.Sequence));
        Assert.Single(_board.All(EnvelopeTypes.Slices));
    }

    [Fact]
    public void Tell_AnotherType_BothStand()
    {
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(), GivenWords.Slices(1));
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(), GivenWords.Used("fast"));

        Assert.Equal(1, _board.Sequence());
        Assert.Equal(("uid-a", "team", "a", "epoch"), _board.Find("uid-a", EnvelopeTypes.Used) is { } heard ? (heard.PodUid, heard.Namespace, heard.Pod, heard.Epoch) : default);
    }

    [Fact]
    public void Tell_LateWordOfAReplacedStream_ChangesNothing()
    {
        var (older, younger) = (GivenWords.Voice(stream: "1", since: Minute(1)), GivenWords.Voice(stream: "2", since: Minute(2)));
        _board.Tell("b", older, GivenWords.Slices(1));
        _board.Tell("c", younger, GivenWords.Slices(2));
        _told.Clear();

        _board.Tell("b", older, GivenWords.Slices(1));

        Assert.Empty(_told);
        Assert.Equal(2, _board.Sequence());
    }

    [Fact]
    public void Tell_YoungerStreamHeardFirst_Wins()
    {
        _board.Tell("c", GivenWords.Voice(stream: "2", since: Minute(2)), GivenWords.Slices(2));
        _board.Tell("b", GivenWords.Voice(stream: "1", since: Minute(1)), GivenWords.Slices(1));

        Assert.Equal(2, _board.Sequence());
        Assert.Equal([2], _told.Select(heard => heard.Word.Slices!.Sequence));
    }

    [Fact]
    public void Tell_YoungerStreamWithoutAWordOfTheType_TheOldersStands()
    {
        _board.Tell("b", GivenWords.Voice(stream: "1", since: Minute(1)), GivenWords.Slices(1));
        _board.Tell("c", GivenWords.Voice(stream: "2", since: Minute(2)), GivenWords.Used("fast"));

        Assert.Equal(1, _board.Sequence());
    }

    [Fact]
    public void All_ProcessThatWasReplaced_ItsLastWordStandsBeforeTheNewOnes()
    {
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(stream: "2", epoch: "new", since: Minute(2)), GivenWords.Slices(1, "new"));
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(stream: "1", epoch: "old", since: Minute(1)), GivenWords.Slices(9, "old"));

        Assert.Equal(["old", "new"], _board.All(EnvelopeTypes.Slices).Select(heard => heard.Epoch));
        Assert.Equal("new", _board.Find("uid-a", EnvelopeTypes.Slices)!.Epoch);
        Assert.Equal(["new", "old"], _told.Select(heard => heard.Epoch));
    }

    [Fact]
    public void End_WordsStayForTheGrace()
    {
        _board.Tell(SidecarBoard.Here, GivenWords.Voice(), GivenWords.Slices(1));
        _board.End(SidecarBoard.Here, "uid-a", "1");

        _time.Advance(SidecarBoard.Grace - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _board.Sequence());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-1, _board.Sequence());
        Assert.Empty(_board.All(EnvelopeTypes.Slices));
    }

    [Fact]
    public void Lose_Replica_ItsStreamsAloneEnd()
    {
        _board.Tell("b", GivenWords.Voice("a"), GivenWords.Slices(1));
        _board.Tell("c", GivenWords.Voice("x"), GivenWords.Slices(2));

        _board.Lose("b");
        _time.Advance(SidecarBoard.Grace);

        Assert.Equal((-1, 2), (_board.Sequence("a"), _board.Sequence("x")));
    }

    [Fact]
    public void Lose_ReplicaThatComesBackInTime_ItsWordsStay()
    {
        _board.Tell("b", GivenWords.Voice(), GivenWords.Slices(1));
        _board.Lose("b");
        _time.Advance(SidecarBoard.Grace / 2);

        _board.Tell("b", GivenWords.Voice(), GivenWords.Slices(1));
        _time.Advance(SidecarBoard.Grace);

        Assert.Equal(1, _board.Sequence());
    }

    [Fact]
    public void Tell_StreamAfterStream_KeepsTheYoungestFew()
    {
        for (var stream = 0; stream < 100; stream++)
            _board.Tell(SidecarBoard.Here, GivenWords.Voice(stream: $"{stream}", epoch: $"{stream}", since: Minute(stream)), GivenWords.Slices(stream, $"{stream}"));

        Assert.Equal(Enumerable.Range(100 - WordBoard.MaxStreams, WordBoard.MaxStreams).Select(stream => (long)stream), _board.All(EnvelopeTypes.Slices).Select(heard => heard.Word.Slices!.Sequence));
    }

    [Fact]
    public void Tell_OlderStreamBesideManyYounger_IsNotKept()
    {
        for (var stream = 1; stream <= WordBoard.MaxStreams; stream++)
            _board.Tell(SidecarBoard.Here, GivenWords.Voice(stream: $"{stream}", since: Minute(stream)), GivenWords.Slices(stream));
        _told.Clear();

        _board.Tell("b", GivenWords.Voice(stream: "old", since: Minute(0)), GivenWords.Slices(0));

        Assert.Empty(_told);
        Assert.Empty(_board.From("b"));
    }

    private static DateTimeOffset Minute(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);
}
