using System.Text.Json;

namespace CorsKit.Tool.Templates;

internal ref struct JsonDocumentReader
{
    private readonly TreeBuilder _builder;
    private readonly ReadOnlySpan<byte> _bytes;
    private Utf8JsonReader _reader;

    // The reader tells offsets; line and column are counted along with it.
    private int _line = 1;
    private int _column = 1;
    private int _scanned;

    private JsonDocumentReader(string file, ReadOnlySpan<byte> bytes, bool lenient)
    {
        _builder = new TreeBuilder(file, Document.MaxJsonNodes);
        _bytes = bytes;
        _reader = new Utf8JsonReader(bytes, new JsonReaderOptions
        {
            MaxDepth = Document.MaxDepth,
            AllowTrailingCommas = lenient,
            CommentHandling = lenient ? JsonCommentHandling.Skip : JsonCommentHandling.Disallow,
        });
    }

    /// <param name="file">As the user named it.</param>
    /// <param name="bytes">UTF-8 without a byte order mark.</param>
    /// <param name="lenient">Whether comments and trailing commas may stand there, as in appsettings.json.</param>
    public static Document Read(string file, ReadOnlySpan<byte> bytes, bool lenient)
    {
        var reader = new JsonDocumentReader(file, bytes, lenient);
        try
        {
            reader._reader.Read();
            var root = reader.ReadValue();
            reader._reader.Read();
            return new Document(file, root, reader._builder.Remarks);
        }
        catch (JsonException exception)
        {
            throw new UnusableInput(
                reader._builder.At((exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1), $"not JSON: {WithoutPosition(exception.Message)}");
        }
        catch (InvalidOperationException)
        {
            throw new UnusableInput(reader.Here(), "not JSON: a string holds a character that UTF-8 cannot hold");
        }
    }

    private Node ReadValue()
    {
        var location = Here();
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<Entry>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var keyPlace = Here();
                    var key = _reader.GetString()!;
                    _reader.Read();
                    entries.Add(new Entry(key, keyPlace, ReadValue()));
                }

                return _builder.Mapping(location, entries);
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadValue());
                }

                return _builder.Sequence(location, items);
            case JsonTokenType.String:
                return TreeBuilder.Scalar(location, _reader.GetString()!);
            case JsonTokenType.Null:
                return new ScalarNode(location, "", isString: false);
            default:
                return new ScalarNode(location, System.Text.Encoding.UTF8.GetString(_reader.ValueSpan), isString: false);
        }
    }

    private Location Here()
    {
        var offset = (int)_reader.TokenStartIndex;
        for (; _scanned < offset; _scanned++)
        {
            if (_bytes[_scanned] == (byte)'\n')
            {
                _line++;
                _column = 1;
            }
            else
            {
                // Characters of UTF-16, not bytes: what an editor counts. A continuation is none; four bytes are two.
                _column += (_bytes[_scanned] & 0xC0) == 0x80 ? 0 : _bytes[_scanned] >= 0xF0 ? 2 : 1;
            }
        }

        return _builder.At(_line, _column);
    }

    /// <summary>The message ends in "LineNumber: 3 | BytePositionInLine: 7.", which is said better elsewhere.</summary>
    private static string WithoutPosition(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.');
    }
}
