using System.Globalization;
using System.Text;

namespace CorsKit.Analyzers.Policies;

/// <summary>
/// The keys of an appsettings.json, as configuration names them (<c>GatewayCors:Policies:public</c>). An analyzer has no JSON
/// reader that each compiler and editor brings along. Comments and commas at the end are taken, as the configuration provider takes them.
/// </summary>
internal sealed class AppSettings
{
    private const int DeepestNesting = 64;

    private readonly string _text;
    private readonly List<string> _keys = [];
    private int _position;

    private AppSettings(string text) => _text = text;

    /// <returns>The paths of all properties; null where the text is no JSON object.</returns>
    public static IReadOnlyList<string>? ReadKeys(string text)
    {
        var reader = new AppSettings(text.TrimStart('\uFEFF'));
        return reader.Next() == '{' && reader.ReadValue("", 0) && reader.Next() == '\0' ? reader._keys : null;
    }

    private bool ReadValue(string path, int depth)
    {
        switch (Next())
        {
            case '{' or '[' when depth < DeepestNesting:
                return ReadItems(path, depth, isObject: _text[_position++] == '{');
            case '"':
                return ReadString() is not null;
            default:
                // A number or a word; which one does not matter here.
                var start = _position;
                while (_position < _text.Length && (char.IsLetterOrDigit(_text[_position]) || _text[_position] is '-' or '+' or '.'))
                {
                    _position++;
                }

                return _position > start;
        }
    }

    private bool ReadItems(string path, int depth, bool isObject)
    {
        var end = isObject ? '}' : ']';
        for (var index = 0; ; index++)
        {
            if (Next() == end)
            {
                _position++;
                return true;
            }

            if (ReadName(index, isObject) is not { } name)
            {
                return false;
            }

            var key = path.Length == 0 ? name : $"{path}:{name}";
            _keys.Add(key);
            if (!ReadValue(key, depth + 1))
            {
                return false;
            }

            if (Next() == ',')
            {
                _position++;
            }
            else if (Next() != end)
            {
                return false;
            }
        }
    }

    private string? ReadName(int index, bool isObject)
    {
        if (!isObject)
        {
            return index.ToString(CultureInfo.InvariantCulture);
        }

        if (Next() != '"' || ReadString() is not { } name || Next() != ':')
        {
            return null;
        }

        _position++;
        return name;
    }

    /// <returns>The next character that is neither white space nor part of a comment; NUL at the end.</returns>
    private char Next()
    {
        while (_position < _text.Length)
        {
            if (string.CompareOrdinal(_text, _position, "//", 0, 2) == 0)
            {
                _position = EndOf("\n");
            }
            else if (string.CompareOrdinal(_text, _position, "/*", 0, 2) == 0)
            {
                _position = EndOf("*/");
            }
            else if (char.IsWhiteSpace(_text[_position]))
            {
                _position++;
            }
            else
            {
                return _text[_position];
            }
        }

        return '\0';
    }

    private int EndOf(string mark) => _text.IndexOf(mark, _position, StringComparison.Ordinal) is >= 0 and var end ? end + mark.Length : _text.Length;

    private string? ReadString()
    {
        var value = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            switch (_text[_position])
            {
                case '"':
                    _position++;
                    return value.ToString();
                case '\\' when _position + 1 < _text.Length:
                    _position++;
                    if (_text[_position] == 'u' && _position + 4 < _text.Length
                        && int.TryParse(_text.Substring(_position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                    {
                        value.Append((char)code);
                        _position += 4;
                    }
                    else
                    {
                        value.Append(_text[_position]);
                    }

                    break;
                case var c:
                    value.Append(c);
                    break;
            }
        }

        return null;
    }
}
