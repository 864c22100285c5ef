namespace AiGateway.Sidecar.Redirects;

/// <summary>Tells people what happened: on stderr, and where the kubelet reads a container's last words, which it shows in the pod's status.</summary>
internal sealed class PodMessages(TextWriter errors, string lastWords = "/dev/termination-log")
{
    /// <summary>The kubelet reads no more.</summary>
    private const int MostLastWords = 4096;

    /// <summary>What went well.</summary>
    public void Say(string sentence) => errors.WriteLine(sentence);

    /// <summary>What did not.</summary>
    public void Fail(string sentence)
    {
        errors.WriteLine(sentence);
        try
        {
            // The kubelet makes the file; where there is none, nobody reads it.
            if (File.Exists(lastWords)) File.WriteAllText(lastWords, sentence.Length <= MostLastWords ? sentence : sentence[..MostLastWords]);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{lastWords} could not be written: {failure.GetType().Name}");
        }
    }
}
