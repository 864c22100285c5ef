using System.Globalization;
using System.Text;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>Random JSON values, and the many ways to write each of them: a value is null, a bool, a double, a string, a list, or a dictionary.</summary>
internal static class RandomJson
{
    private static readonly string[] s_texts = ["", "a", "name", "ä", "€", "\ud83d\ude00", "\ufb33", "\"", "\\", "/", "\n\t", "\u0001", "\u007f", "type", "A'B"];

    public static object? Value(Random dice, int depth) => dice.Next(depth > 0 ? 7 : 4) switch
    {
        0 => dice.Next(3) switch { 0 => null, 1 => true, _ => false },
        1 => dice.Next(-1000, 1000) / 8.0,
        2 => Math.Pow(10, dice.Next(-30, 30)) * dice.NextDouble(),
        3 => s_texts[dice.Next(s_texts.Length)] + dice.Next(10),
        4 => Enumerable.Range(0, dice.Next(4)).Select(_ => Value(dice, depth - 1)).ToList(),
        _ => Enumerable.Range(0, dice.Next(6)).Select(number => (Name: s_texts[dice.Next(s_texts.Length)] + number, Value: Value(dice, depth - 1))).ToDictionary(item => item.Name, item => item.Value),
    };

    /// <summary>The value with one thing in it changed.</summary>
    public static object? Change(object? value, Random dice)
    {
        switch (value)
        {
            case List<object?> { Count: > 0 } list:
                var at = dice.Next(list.Count);
                return list.Select((item, index) => index == at ? Change(item, dice) : item).ToList();
            case Dictionary<string, object?> { Count: > 0 } members:
                var name = members.Keys.ElementAt(dice.Next(members.Count));
                return dice.Next(3) == 0
                    ? members.ToDictionary(item => item.Key == name ? item.Key + "'" : item.Key, item => item.Value)
                    : members.ToDictionary(item => item.Key, item => item.Key == name ? Change(item.Value, dice) : item.Value);
            case double number:
                return number + 1 == number ? number * 2 : number + 1;
            case string text:
                return text + " ";
            case bool flag:
                return !flag;
            default:
                return new List<object?> { value };
        }
    }

    /// <summary>The value as text: plainly, or where dice are given in one of the many ways.</summary>
    public static string Spell(object? value, Random? dice)
    {
        var text = new StringBuilder();
        Spell(value, dice, text);
        return text.ToString();
    }

    private static void Spell(object? value, Random? dice, StringBuilder text)
    {
        text.Append(Space(dice));
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool flag:
                text.Append(flag ? "true" : "false");
                break;
            case double number:
                text.Append(number.ToString(dice?.Next(3) switch { 0 => "E16", 1 => "E20", _ => "R" }, CultureInfo.InvariantCulture));
                break;
            case string word:
                SpellText(word, dice, text);
                break;
            case List<object?> list:
                Join('[', ']', list, dice, text, item => Spell(item, dice, text));
                break;
            case Dictionary<string, object?> members:
                var order = members.ToArray();
                dice?.Shuffle(order);
                Join('{', '}', order, dice, text, item =>
                {
                    text.Append(Space(dice));
                    SpellText(item.Key, dice, text);
                    text.Append(Space(dice)).Append(':');
                    Spell(item.Value, dice, text);
                });
                break;
        }

        text.Append(Space(dice));
    }

    private static void Join<T>(char open, char close, IEnumerable<T> items, Random? dice, StringBuilder text, Action<T> spell)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first) text.Append(',');
            first = false;
            spell(item);
        }

        text.Append(Space(dice)).Append(close);
    }

    private static void SpellText(string word, Random? dice, StringBuilder text)
    {
        text.Append('"');
        foreach (var letter in word)
        {
            if (letter < ' ' || dice?.Next(3) == 0 || char.IsSurrogate(letter)) text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            else if (letter is '"' or '\\') text.Append('\\').Append(letter);
            else if (letter == '/' && dice?.Next(2) == 0) text.Append("\\/");
            else text.Append(letter);
        }

        text.Append('"');
    }

    private static string Space(Random? dice) => dice?.Next(6) switch { 0 => " ", 1 => "\n", 2 => "\t \r\n", _ => "" };
}
