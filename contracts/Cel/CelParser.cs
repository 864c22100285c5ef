using System.Globalization;

namespace AiGateway.Contracts.Cel;

/// <summary>
/// Tokens to nodes, from the operators that bind least to those that bind most. A fault of grammar ends the reading; a fault of types is noted and read past, so
/// that an author is told of all of them at once.
/// </summary>
internal sealed class CelParser
{
    private static readonly (string Symbol, CelOp Op)[] s_relations =
    [
        ("==", CelOp.Equal), ("!=", CelOp.NotEqual), ("<=", CelOp.LessOrEqual), ("<", CelOp.Less), (">=", CelOp.GreaterOrEqual), (">", CelOp.Greater),
    ];

    private static readonly (string Symbol, CelOp Op)[] s_sums = [("+", CelOp.Add), ("-", CelOp.Subtract)];
    private static readonly (string Symbol, CelOp Op)[] s_products = [("*", CelOp.Multiply), ("/", CelOp.Divide), ("%", CelOp.Modulo)];

    private readonly List<CelToken> _tokens;
    private readonly CelNodes _nodes;
    private int _at;
    private int _depth;

    private CelParser(List<CelToken> tokens, CelEnvironment environment) => (_tokens, _nodes) = (tokens, new(environment));

    private CelToken Here => _tokens[_at];

    public static CelParsing Parse(string text, CelEnvironment environment)
    {
        if (text.Length > CelBounds.Text) return new() { Errors = [new(CelBounds.Text + 1, $"the expression is longer than {CelBounds.Text} characters")] };
        try
        {
            var parser = new CelParser(CelLexer.Read(text), environment);
            var root = parser.ReadExpression();
            if (parser.Here.Kind != CelTokenKind.End) throw parser.Unexpected("the end or an operator");
            return parser._nodes.Finish(root);
        }
        catch (CelSyntaxException fault)
        {
            return new() { Errors = [new(fault.Position + 1, fault.Message)] };
        }
    }

    private CelNode ReadExpression()
    {
        if (++_depth > CelBounds.Depth) throw new CelSyntaxException(Here.Position, $"brackets stand within each other more than {CelBounds.Depth} deep");
        var condition = ReadChain("||", CelOp.Or, () => ReadChain("&&", CelOp.And, ReadRelation));
        var question = Here.Position;
        if (TryTake("?"))
        {
            var then = ReadExpression();
            Take(":");
            condition = _nodes.Of(CelOp.Conditional, question, condition, then, ReadExpression());
        }

        _depth--;
        return condition;
    }

    /// <summary>The whole chain is one node, so that a long one is not deep.</summary>
    private CelNode ReadChain(string symbol, CelOp op, Func<CelNode> readOperand)
    {
        var operands = new List<CelNode> { readOperand() };
        var position = Here.Position;
        while (TryTake(symbol)) operands.Add(readOperand());
        return operands.Count == 1 ? operands[0] : _nodes.Of(op, position, [.. operands]);
    }

    private CelNode ReadRelation()
    {
        var left = ReadSum();
        while (TryRelation(out var op))
        {
            var position = _tokens[_at++].Position;
            left = _nodes.Of(op, position, left, ReadSum());
        }

        return left;
    }

    private bool TryRelation(out CelOp op)
    {
        op = CelOp.In;
        return Here.IsName("in") || TryFind(s_relations, out op);
    }

    private CelNode ReadSum() => ReadLeft(s_sums, () => ReadLeft(s_products, ReadUnary));

    private CelNode ReadLeft((string Symbol, CelOp Op)[] among, Func<CelNode> readOperand)
    {
        var left = readOperand();
        while (TryFind(among, out var op))
        {
            var position = _tokens[_at++].Position;
            left = _nodes.Of(op, position, left, readOperand());
        }

        return left;
    }

    private bool TryFind((string Symbol, CelOp Op)[] among, out CelOp op)
    {
        foreach (var (symbol, candidate) in among)
        {
            op = candidate;
            if (Here.Is(symbol)) return true;
        }

        op = default;
        return false;
    }

    private CelNode ReadUnary()
    {
        var start = _at;
        while (Here.Is("!") || Here.Is("-")) _at++;
        var last = _at;
        var negative = last > start && _tokens[last - 1].Is("-") && Here.Kind is CelTokenKind.Int or CelTokenKind.Double;
        var node = negative ? ReadMember(ReadNumber(_tokens[--last].Position, "-")) : ReadMember(ReadPrimary());
        while (last > start)
        {
            var sign = _tokens[--last];
            node = _nodes.Of(sign.Is("!") ? CelOp.Not : CelOp.Negate, sign.Position, node);
        }

        return node;
    }

    private CelNode ReadMember(CelNode node)
    {
        while (true)
        {
            var position = Here.Position;
            if (TryTake("["))
            {
                node = _nodes.Of(CelOp.Index, position, node, ReadExpression());
                Take("]");
            }
            else if (TryTake("."))
            {
                var name = TakeName();
                node = Here.Is("(") ? ReadMethod(node, name) : _nodes.Select(node, name);
            }
            else
            {
                return node;
            }
        }
    }

    private CelNode ReadMethod(CelNode target, CelToken name)
    {
        Take("(");
        if (name.Text is not ("exists" or "all")) return _nodes.Method(name, [target, .. ReadRest(")")]);

        var local = TakeName();
        Take(",");
        _nodes.Enter(local, target);
        var condition = ReadExpression();
        Take(")");
        return _nodes.Leave(name, target, condition);
    }

    private CelNode ReadPrimary()
    {
        var token = Here;
        if (token.Kind is CelTokenKind.Int or CelTokenKind.Double) return ReadNumber(token.Position, "");
        _at++;
        if (token.Kind == CelTokenKind.String) return _nodes.Literal(token.Position, CelValue.Of(token.Text), CelType.String);
        if (token.Kind == CelTokenKind.Name) return ReadName(token);
        if (token.Is("[")) return _nodes.List(token.Position, ReadRest("]"));
        if (!token.Is("("))
        {
            _at--;
            throw Unexpected("a value");
        }

        var inside = ReadExpression();
        Take(")");
        return inside;
    }

    private CelNode ReadName(CelToken token)
    {
        switch (token.Text)
        {
            case "true" or "false":
                return _nodes.Literal(token.Position, CelValue.Of(token.Text == "true"), CelType.Bool);
            case "null":
                return _nodes.Literal(token.Position, CelValue.Null, CelType.Null);
            case "in":
                throw new CelSyntaxException(token.Position, "'in' stands between two values");
            default:
                return TryTake("(") ? _nodes.Function(token, [.. ReadRest(")")]) : _nodes.Name(ReadVariable(token));
        }
    }

    /// <summary>The longest run of names with dots between that is a variable: a longer one selects a member of it.</summary>
    private CelToken ReadVariable(CelToken token)
    {
        var (name, end) = (token.Text, _at);
        var longest = token;
        while (_nodes.MayGoOn(name) && _tokens[end].Is(".") && _tokens[end + 1].Kind == CelTokenKind.Name)
        {
            name += "." + _tokens[end + 1].Text;
            end += 2;
            if (_nodes.IsVariable(name)) (longest, _at) = (token with { Text = name }, end);
        }

        return longest;
    }

    private List<CelNode> ReadRest(string closing)
    {
        var values = new List<CelNode>();
        if (TryTake(closing)) return values;
        do values.Add(ReadExpression());
        while (TryTake(","));
        Take(closing);
        return values;
    }

    private CelNode ReadNumber(int position, string sign)
    {
        var token = _tokens[_at++];
        if (token.Kind == CelTokenKind.Double)
        {
            var value = double.Parse(sign + token.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
            return double.IsFinite(value) ? _nodes.Literal(position, CelValue.Of(value), CelType.Double) : throw new CelSyntaxException(position, "the number is too large");
        }

        return CelNumbers.TryRead(token.Text, sign.Length > 0, out var whole)
            ? _nodes.Literal(position, CelValue.Of(whole), CelType.Int)
            : throw new CelSyntaxException(position, "this is no whole number of 64 bits");
    }

    private bool TryTake(string symbol)
    {
        if (!Here.Is(symbol)) return false;
        _at++;
        return true;
    }

    private void Take(string symbol)
    {
        if (!TryTake(symbol)) throw Unexpected($"'{symbol}'");
    }

    private CelToken TakeName() => Here.Kind == CelTokenKind.Name ? _tokens[_at++] : throw Unexpected("a name");

    private CelSyntaxException Unexpected(string expected) => new(Here.Position, $"expected {expected}, found {Here}");
}
