namespace AiGateway.Fakes.Scripts;

/// <summary>What an image is: its media type and how many bytes, or where it is.</summary>
internal static class DataUri
{
    public static string Describe(string url)
    {
        if (!url.StartsWith("data:", StringComparison.Ordinal)) return $"an image at {url}";

        var comma = url.IndexOf(";base64,", StringComparison.Ordinal);
        if (comma < 0) throw new FaultException("Invalid image data URI.");
        return Describe(url[5..comma], url[(comma + 8)..]);
    }

    public static string Describe(string mediaType, string base64)
    {
        try
        {
            return $"{mediaType} of {Convert.FromBase64String(base64).Length} bytes";
        }
        catch (FormatException)
        {
            throw new FaultException("Invalid base64 image.");
        }
    }
}
