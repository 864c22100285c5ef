using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Unread;

/// <summary>
/// A form on its way out: its head with the target's model in place, then what still arrives, each piece looked at before it leaves. Breaks off at the first fault, so that no
/// provider ever has the whole of a form that is not what was judged.
/// </summary>
internal sealed class FormStream : ReadingStream
{
    private readonly FormRequest _form;
    private readonly PipeReader _rest;
    private ReadOnlySequence<byte> _head;
    private ReadOnlyMemory<byte> _model;
    private ReadOnlySequence<byte> _tail;

    /// <param name="form">Its head, and where its scanner stands.</param>
    /// <param name="rest">What still arrives.</param>
    /// <param name="model">The model that the target knows; it has no line end.</param>
    public FormStream(FormRequest form, PipeReader rest, string model)
    {
        (_form, _rest) = (form, rest);
        var (scanner, bytes) = (form.Scanner, form.Head.Bytes);
        if (scanner.ModelStart < 0)
        {
            _model = (byte[])[.. form.Delimiter, .. Encoding.UTF8.GetBytes($"\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n")];
            (_head, _tail) = (default, bytes);
            Added = _model.Length;
            return;
        }

        _model = Encoding.UTF8.GetBytes(model);
        _head = bytes.Slice(0, scanner.ModelStart);
        _tail = bytes.Slice(scanner.ModelStart + scanner.ModelLength);
        Added = _model.Length - scanner.ModelLength;
    }

    /// <summary>How many bytes longer it is than what the agent sends.</summary>
    public long Added { get; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Take(ref _head, buffer.Span);
        if (count == 0) count = TakeModel(buffer.Span);
        if (count == 0) count = Take(ref _tail, buffer.Span);
        return count > 0 || buffer.IsEmpty ? count : await ReadRestAsync(buffer, cancellationToken);
    }

    private async ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await _rest.ReadAsync(cancellationToken);
        var piece = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        piece.CopyTo(buffer.Span);
        var count = (int)piece.Length;
        _form.Scanner.Feed(buffer.Span[..count]);
        _rest.AdvanceTo(piece.End);
        if (_form.Scanner.Fault != FormFault.None) throw new IOException("the form is not what it was at its head");
        if (count == 0 && !_form.Scanner.IsClosed) throw new IOException("the form has no end");
        return count;
    }

    private int TakeModel(Span<byte> into)
    {
        var count = Math.Min(_model.Length, into.Length);
        _model.Span[..count].CopyTo(into);
        _model = _model[count..];
        return count;
    }

    private static int Take(ref ReadOnlySequence<byte> from, Span<byte> into)
    {
        var count = (int)Math.Min(from.Length, into.Length);
        from.Slice(0, count).CopyTo(into);
        from = from.Slice(count);
        return count;
    }
}
