namespace CorsKit.Tool.Templates;

/// <summary>
/// The text of a YAML file, made readable where YamlDotNet refuses what PyYAML takes, and so SAM and the AWS CLI do. Spaces are put in
/// where they mean nothing; lines stay, and the columns are known.
/// </summary>
internal sealed class YamlLeniency(string text)
{
    /// <summary>Further in than the collection that a quoted text or a bracket stands in.</summary>
    private const int Indent = 256;

    /// <summary>Characters that are parsed again in all, so that a file of such places takes no longer than a large one.</summary>
    private const long MaxAgain = 64 << 20;

    private readonly HashSet<int> _indented = [];
    private long _again;

    public string Text { get; private set; } = text;

    /// <summary>The column of the file itself, from 1.</summary>
    public long ColumnOf(long line, long column) => _indented.Contains((int)line) ? Math.Max(column - Indent, 1) : column;

    /// <param name="message">What the parser refuses.</param>
    /// <param name="line">Where, from 1.</param>
    /// <param name="column">Where, from 1.</param>
    /// <returns>Whether it is worth parsing again.</returns>
    public bool TryRepair(string message, long line, long column)
    {
        var lines = Text.Split('\n');
        if (line > lines.Length)
        {
            return false;
        }

        var at = (int)line - 1;
        var isRepaired =
            message.Contains("found extra spaces in first line", StringComparison.Ordinal) ? TrimBlankLines(lines)
            : message.Contains("found wrong indentation", StringComparison.Ordinal) ? IndentLines(lines, at + 1, EndOfQuoted(lines, at, (int)column))
            : message.Contains("found invalid comment after", StringComparison.Ordinal) ? SeparateComment(lines, at, (int)column - 1)
            : message.Contains("current state of the object", StringComparison.Ordinal) && IndentLines(lines, at, EndOfFlow(lines, at));
        if (isRepaired)
        {
            Text = string.Join('\n', lines);
            _again += Text.Length;
        }

        return isRepaired && _again <= MaxAgain;
    }

    /// <summary>Blanks before the first line of a block scalar, no further in than the text (https://yaml.org/spec/1.2.2/#8111-block-indentation-indicator).</summary>
    private static bool TrimBlankLines(string[] lines)
    {
        var isTrimmed = false;
        var next = 0;
        for (var i = lines.Length - 1; i >= 0; i--)
        {
            var line = lines[i].AsSpan().TrimEnd('\r');
            var indent = line.IndexOfAnyExcept(' ');
            if (indent >= 0)
            {
                next = indent;
            }
            else if (line.Length > 0 && line.Length <= next)
            {
                lines[i] = lines[i][line.Length..];
                isTrimmed = true;
            }
        }

        return isTrimmed;
    }

    /// <summary>
    /// Blanks at the start of a line fold away in quoted text, and mean nothing in brackets. Where there are some already, nothing is
    /// repaired: the scanner counts lines by more than line feeds.
    /// </summary>
    private bool IndentLines(string[] lines, int first, int last)
    {
        if (last < first || Text.Length + ((long)Indent * (last - first + 1)) > MaxAgain)
        {
            return false;
        }

        var isIndented = false;
        for (var i = first; i <= last; i++)
        {
            if (lines[i].AsSpan().Trim().Length > 0 && _indented.Add(i + 1))
            {
                lines[i] = new string(' ', Indent) + lines[i];
                isIndented = true;
            }
        }

        return isIndented;
    }

    private static bool SeparateComment(string[] lines, int line, int column)
    {
        var comment = column <= lines[line].Length ? lines[line].IndexOf('#', column) : -1;
        var isSeparated = comment > 0 && lines[line][comment - 1] != ' ';
        if (isSeparated)
        {
            lines[line] = lines[line].Insert(comment, " ");
        }

        return isSeparated;
    }

    /// <summary>The line in which the double-quoted text ends; -1 where it does not.</summary>
    private static int EndOfQuoted(string[] lines, int line, int column)
    {
        for (; line < lines.Length; line++, column = 0)
        {
            for (; column < lines[line].Length; column++)
            {
                switch (lines[line][column])
                {
                    case '\\':
                        column++;
                        break;
                    case '"':
                        return line;
                }
            }
        }

        return -1;
    }

    /// <summary>The line in which the bracket ends that the line stands in; -1 where it does not.</summary>
    private static int EndOfFlow(string[] lines, int line)
    {
        var depth = 1;
        var quote = '\0';
        for (; line < lines.Length; line++)
        {
            for (var i = 0; i < lines[line].Length; i++)
            {
                var c = lines[line][i];
                if (quote != '\0')
                {
                    i += c == '\\' && quote == '"' ? 1 : 0;
                    quote = c == quote ? '\0' : quote;
                    continue;
                }

                var isStart = i == 0 || " \t,[{:".Contains(lines[line][i - 1], StringComparison.Ordinal);
                if (c == '#' && isStart)
                {
                    break;
                }

                quote = c is '"' or '\'' && isStart ? c : '\0';
                depth += c is '[' or '{' ? 1 : c is ']' or '}' ? -1 : 0;
                if (depth == 0)
                {
                    return line;
                }
            }
        }

        return -1;
    }
}
