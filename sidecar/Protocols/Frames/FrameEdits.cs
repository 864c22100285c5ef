using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>The edits of one frame, and the characters that they are made of. Used again for each.</summary>
internal sealed class FrameEdits : IDisposable
{
    private readonly CharBuffer _released = new();
    private readonly List<FrameEdit> _edits = [];
    private int _mark;

    /// <summary>Whether the frame says anything else than what came.</summary>
    public bool AreAny => _edits.Exists(static edit => edit.IsChange);

    /// <summary>Begins an edit: what is written from here on is its characters.</summary>
    public IBufferWriter<char> Begin()
    {
        _mark = _released.Length;
        return _released;
    }

    /// <summary>Ends the edit of a value that was <paramref name="came"/>; returns which one it is.</summary>
    public int Add(int start, int length, ReadOnlySpan<char> came, bool isJson)
    {
        var isChange = !_released.Written[_mark..].SequenceEqual(came);
        _edits.Add(new(start, length) { Released = _mark.._released.Length, IsJson = isJson, IsChange = isChange });
        return _edits.Count - 1;
    }

    /// <summary>Puts what was written since <see cref="Begin"/> behind an edit.</summary>
    public void Extend(int edit)
    {
        if (_released.Length > _mark) _edits[edit] = _edits[edit] with { Rest = _mark.._released.Length, IsChange = true };
    }

    public void Add(int start, int length, byte[] literal) => _edits.Add(new(start, length) { Literal = literal, IsChange = true });

    /// <summary>Writes the JSON with the edits in it.</summary>
    public void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> edited)
    {
        _edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var position = 0;
        foreach (var edit in _edits)
        {
            if (!edit.IsChange) continue;
            edited.Write(json[position..edit.Start]);
            if (edit.Literal is { } literal) edited.Write(literal);
            else Write(edit, edited);
            position = edit.Start + edit.Length;
        }

        edited.Write(json[position..]);
    }

    public void Clear()
    {
        _released.Clear();
        _edits.Clear();
    }

    /// <summary>Writes a JSON string, quotes included.</summary>
    public static void WriteString(ReadOnlySpan<char> text, IBufferWriter<byte> json)
    {
        json.Write("\""u8);
        JsonStrings.Escape(text, json);
        json.Write("\""u8);
    }

    public void Dispose() => _released.Dispose();

    private void Write(in FrameEdit edit, IBufferWriter<byte> edited)
    {
        var text = _released.Written[edit.Released];
        var rest = _released.Written[edit.Rest];
        if (!rest.IsEmpty) text = string.Concat(text, rest);
        if (edit.IsJson) Encoding.UTF8.GetBytes(text, edited);
        else WriteString(text, edited);
    }
}
