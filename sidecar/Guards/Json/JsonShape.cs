namespace AiGateway.Sidecar.Guards.Json;

/// <summary>Where in a JSON text (RFC 8259) a reader stands: what is open, and what may come next. Fed with what stands outside of strings, numbers and words.</summary>
internal struct JsonShape
{
    /// <summary>As deep as arguments and answers may be.</summary>
    public const int MaxDepth = 64;

    private ulong _objects;
    private int _depth;
    private Next _next;

    private enum Next
    {
        Value,
        ValueOrEnd,
        NameOrEnd,
        Name,
        Colon,
        CommaOrEnd,
        Nothing,
    }

    /// <summary>Whether it is nested deeper than is read.</summary>
    public bool IsTooDeep { get; private set; }

    public readonly bool TakesValue => _next is Next.Value or Next.ValueOrEnd;

    public readonly bool TakesName => _next is Next.Name or Next.NameOrEnd;

    private readonly bool InObject => _depth > 0 && (_objects & (1UL << (_depth - 1))) != 0;

    /// <summary>A string, a number or a word was read where a value may stand.</summary>
    public void PassValue() => _next = _depth == 0 ? Next.Nothing : Next.CommaOrEnd;

    /// <summary>A string was read where a name may stand.</summary>
    public void PassName() => _next = Next.Colon;

    /// <summary>Reads a mark; false where it may not stand here.</summary>
    public bool TryPass(char mark) => mark switch
    {
        '{' or '[' => TryOpen(mark == '{'),
        '}' => (_next == Next.NameOrEnd || (_next == Next.CommaOrEnd && InObject)) && Close(),
        ']' => (_next == Next.ValueOrEnd || (_next == Next.CommaOrEnd && !InObject)) && Close(),
        ':' => TryGo(Next.Colon, Next.Value),
        ',' => TryGo(Next.CommaOrEnd, InObject ? Next.Name : Next.Value),
        _ => false,
    };

    private bool TryOpen(bool isObject)
    {
        if (!TakesValue) return false;
        IsTooDeep = _depth == MaxDepth;
        if (IsTooDeep) return false;
        var bit = 1UL << _depth++;
        _objects = isObject ? _objects | bit : _objects & ~bit;
        _next = isObject ? Next.NameOrEnd : Next.ValueOrEnd;
        return true;
    }

    private bool Close()
    {
        _depth--;
        PassValue();
        return true;
    }

    private bool TryGo(Next from, Next to)
    {
        if (_next != from) return false;
        _next = to;
        return true;
    }
}
