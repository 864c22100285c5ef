using System.Collections;

namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// Places in a request, each once, in the order in which they were found. Bounded: a request may be made of nothing but members that nobody knows, and the first of them say it.
/// </summary>
internal sealed class PathList : IReadOnlyList<string>
{
    private const int Most = 256;
    private readonly List<string> _paths = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public int Count => _paths.Count;

    public string this[int index] => _paths[index];

    public void Add(string path)
    {
        if (_paths.Count < Most && _seen.Add(path)) _paths.Add(path);
    }

    public IEnumerator<string> GetEnumerator() => _paths.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
