using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Stages.Guarding;

namespace AiGateway.Sidecar.Stages;

/// <summary>The ways in which an answer goes back to the agent, and which of them it is.</summary>
internal sealed class Relays(BlockPool pool, TimeProvider clock)
{
    private readonly AnswerRelay _answers = new(pool, clock);
    private readonly GuardedAnswerRelay _guardedAnswers = new(pool, clock);
    private readonly StreamRelay _streams = new(pool, clock);
    private readonly TranslatedAnswerRelay _translatedAnswers = new(pool, clock);
    private readonly TranslatedStreamRelay _translatedStreams = new(pool, clock);

    public ErrorRelay Errors { get; } = new(pool, clock);

    /// <summary>Passes an answer on; false where it is none, and nothing has left.</summary>
    public Task<bool> RunAsync(Passage passage)
    {
        var splitter = FrameSplitter.Of(passage.Answer.Content.Headers.ContentType?.MediaType);
        if (passage.Leg.Translation is not null && passage.Request.Stream != splitter is not null) return Task.FromResult(false); // Neither can be made of the other here.
        if (splitter is null) return PassAsync(passage);
        if (passage.Guard is not null && passage.Answer.Content.Headers.ContentEncoding.Count > 0) return Task.FromResult(false); // Nobody asked for it, and no guard can look into it.
        return StreamGate.Looks(passage) ? StreamGate.RunAsync(passage, pool, held => StreamAsync(held, splitter)) : StreamAsync(passage, splitter);
    }

    private Task<bool> PassAsync(Passage passage)
    {
        if (passage.Leg.Translation is not null) return _translatedAnswers.RunAsync(passage);
        return OutputTexts.Hold(passage.Guard) ? _guardedAnswers.RunAsync(passage) : _answers.RunAsync(passage);
    }

    private Task<bool> StreamAsync(Passage passage, FrameSplitter splitter) =>
        passage.Leg.Translation is null ? _streams.RunAsync(passage, splitter) : _translatedStreams.RunAsync(passage, splitter);
}
