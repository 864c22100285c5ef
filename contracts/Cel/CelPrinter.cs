using System.Globalization;
using System.Text;

namespace AiGateway.Contracts.Cel;

/// <summary>Writes an expression with no more brackets than it needs; read again, it is the same expression.</summary>
internal sealed class CelPrinter
{
    private const int Whole = 0;
    private const int Disjunct = 1;
    private const int Conjunct = 2;
    private const int Relation = 3;
    private const int Sum = 4;
    private const int Product = 5;
    private const int Unary = 6;
    private const int Member = 7;

    private readonly StringBuilder _text = new();

    public static string Print(CelNode root)
    {
        var printer = new CelPrinter();
        printer.Write(root, Whole);
        return printer._text.ToString();
    }

    /// <summary>The operator as it is written.</summary>
    public static string WordOf(CelOp op) => op switch
    {
        CelOp.Not => "!",
        CelOp.Negate or CelOp.Subtract => "-",
        CelOp.And => "&&",
        CelOp.Or => "||",
        CelOp.Conditional => "?:",
        CelOp.Equal => "==",
        CelOp.NotEqual => "!=",
        CelOp.Less => "<",
        CelOp.LessOrEqual => "<=",
        CelOp.Greater => ">",
        CelOp.GreaterOrEqual => ">=",
        CelOp.In => "in",
        CelOp.Add => "+",
        CelOp.Multiply => "*",
        CelOp.Divide => "/",
        CelOp.Modulo => "%",
        CelOp.Index => "[]",
        _ => char.ToLowerInvariant(op.ToString()[0]) + op.ToString()[1..],
    };

    private void Write(CelNode node, int least)
    {
        var bracketed = BindingOf(node) < least;
        if (bracketed) _text.Append('(');
        Write(node);
        if (bracketed) _text.Append(')');
    }

    private void Write(CelNode node)
    {
        switch (node.Op)
        {
            case CelOp.Literal:
                _text.Append(Spell(node.Value));
                break;
            case CelOp.Variable or CelOp.Local:
                _text.Append(node.Name);
                break;
            case CelOp.HasVariable:
                _text.Append("has(").Append(node.Name).Append(')');
                break;
            case CelOp.List:
                WriteList("[", node.Operands, ']');
                break;
            case CelOp.Not or CelOp.Negate:
                _text.Append(WordOf(node.Op));
                Write(node.Operands[0], node.Op == CelOp.Negate && node.Operands[0].Op == CelOp.Literal ? Member + 1 : Unary);
                break;
            case CelOp.Conditional:
                WriteConditional(node);
                break;
            case >= CelOp.And and <= CelOp.Modulo:
                WriteOperator(node);
                break;
            default:
                WriteMember(node);
                break;
        }
    }

    private void WriteConditional(CelNode node)
    {
        Write(node.Operands[0], Disjunct);
        _text.Append(" ? ");
        Write(node.Operands[1], Whole);
        _text.Append(" : ");
        Write(node.Operands[2], Whole);
    }

    private void WriteOperator(CelNode node)
    {
        var binding = BindingOf(node);
        var chained = node.Op is CelOp.And or CelOp.Or;
        Write(node.Operands[0], chained ? binding + 1 : binding);
        foreach (var operand in node.Operands.Skip(1))
        {
            _text.Append(' ').Append(WordOf(node.Op)).Append(' ');
            Write(operand, binding + 1);
        }
    }

    private void WriteMember(CelNode node)
    {
        if (node.Op == CelOp.Has) _text.Append("has(");
        Write(node.Operands[0], Member);
        switch (node.Op)
        {
            case CelOp.Select:
                _text.Append('.').Append(node.Name);
                break;
            case CelOp.Has:
                _text.Append('.').Append(node.Name).Append(')');
                break;
            case CelOp.Index:
                WriteList("[", [node.Operands[1]], ']');
                break;
            case CelOp.Exists or CelOp.All:
                WriteList($".{WordOf(node.Op)}({node.Name}, ", [node.Operands[1]], ')');
                break;
            default:
                WriteList($".{WordOf(node.Op)}(", node.Operands.Skip(1), ')');
                break;
        }
    }

    private void WriteList(string opening, IEnumerable<CelNode> nodes, char closing)
    {
        _text.Append(opening);
        var first = true;
        foreach (var node in nodes)
        {
            if (!first) _text.Append(", ");
            first = false;
            Write(node, Whole);
        }

        _text.Append(closing);
    }

    private static int BindingOf(CelNode node) => node.Op switch
    {
        CelOp.Conditional => Whole,
        CelOp.Or => Disjunct,
        CelOp.And => Conjunct,
        >= CelOp.Equal and <= CelOp.In => Relation,
        CelOp.Add or CelOp.Subtract => Sum,
        CelOp.Multiply or CelOp.Divide or CelOp.Modulo => Product,
        CelOp.Not or CelOp.Negate => Unary,
        _ => Member,
    };

    private static string Spell(CelValue value) => value.Kind switch
    {
        CelKind.Bool => value.AsBool ? "true" : "false",
        CelKind.Int => value.AsInt.ToString(CultureInfo.InvariantCulture),
        CelKind.Double => Spell(value.AsDouble),
        CelKind.String => CelText.Quote(value.AsString),
        _ => "null",
    };

    private static string Spell(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }
}
