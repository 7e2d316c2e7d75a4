using System.Text;

namespace CorsKit.Tool.Templates;

/// <summary>A file, read into nodes within limits that no honest file comes near.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Root">The whole of it.</param>
/// <param name="Remarks">What was odd on the way and is no reason to stop.</param>
internal sealed record Document(string File, Node Root, IReadOnlyList<(Location Location, string Text)> Remarks)
{
    /// <summary>CloudFormation takes templates of 1 MB, so this is room enough.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>Levels of nesting.</summary>
    public const int MaxDepth = 100;

    /// <summary>Nodes with all aliases expanded: what makes a small file a bomb.</summary>
    public const int MaxNodes = 200_000;

    /// <summary>Nodes of JSON, which has no aliases; a plan of Terraform's says everything four times.</summary>
    public const int MaxJsonNodes = 2_000_000;

    /// <summary>Keys that stand twice in their mapping, in the whole file.</summary>
    public const int MaxRepeatedKeys = 100;

    /// <exception cref="UnusableInput">The file is not there, too large, or neither YAML nor JSON.</exception>
    public static Document Read(string file, bool lenientJson = false) => Parse(file, ReadBytes(file), lenientJson);

    /// <summary>What comes without a file.</summary>
    /// <param name="name">For what is said of it.</param>
    /// <param name="stream">Read to its end.</param>
    /// <exception cref="UnusableInput">It is too large, or neither YAML nor JSON.</exception>
    public static Document Read(string name, Stream stream)
    {
        var start = new Location(name, 1, 1);
        try
        {
            return Parse(name, ReadBytes(start, stream), lenientJson: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInput(start, exception.Message);
        }
    }

    private static Document Parse(string file, byte[] bytes, bool lenientJson)
    {
        if (TerraformFiles.ReasonAgainst(file, bytes) is { } reason)
        {
            throw new UnusableInput(new Location(file, 1, 1), reason);
        }

        var isJson = IsJson(file, bytes);
        var text = isJson ? null : Encoding.UTF8.GetString(bytes);
        try
        {
            return isJson ? JsonDocumentReader.Read(file, bytes, lenientJson) : YamlDocumentReader.Read(file, text!);
        }
        catch (UnusableInput unusable) when (Templating.FindIn(text ?? Encoding.UTF8.GetString(bytes)) is { } sign)
        {
            throw new UnusableInput(new Location(file, sign.Line, sign.Column),
                $"this seems to be {sign.Kind}: render it first, and check what comes out ({unusable.Reason} in line {unusable.Location.Line})");
        }
    }

    private static byte[] ReadBytes(Location start, Stream stream)
    {
        // A pipe has no length; one byte more than the limit tells.
        var buffer = new MemoryStream();
        var piece = new byte[81920];
        int count;
        while ((count = stream.Read(piece)) > 0)
        {
            buffer.Write(piece, 0, count);
            if (buffer.Length > MaxBytes)
            {
                throw new UnusableInput(start, $"there is no end to the file after {MaxBytes >> 20} MB, which is what is read at most");
            }
        }

        var bytes = buffer.ToArray();
        return bytes.AsSpan().StartsWith((byte[])[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes;
    }

    private static byte[] ReadBytes(string file)
    {
        var start = new Location(file, 1, 1);
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return stream.CanSeek && stream.Length > MaxBytes
                ? throw new UnusableInput(start, $"the file has {stream.Length >> 20} MB; {MaxBytes >> 20} MB are read at most")
                : ReadBytes(start, stream);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UnusableInput(start, "there is no such file");
        }
        catch (ArgumentException)
        {
            throw new UnusableInput(start, "this is no name of a file");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(file))
        {
            throw new UnusableInput(start, "this is a folder; name the files in it");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UnusableInput(start, exception.Message);
        }
    }

    /// <summary>By its name, and where that says nothing by its first character.</summary>
    private static bool IsJson(string file, byte[] bytes) => Path.GetExtension(file).ToUpperInvariant() switch
    {
        ".JSON" => true,
        ".YAML" or ".YML" => false,
        _ => bytes.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'{', ..],
    };
}
