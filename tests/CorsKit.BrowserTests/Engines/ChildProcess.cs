using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CorsKit.BrowserTests.Engines;

/// <summary>A program that a test runs, with all that it starts itself. None of it outlives the test run, however that ends.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    // In a session of its own, beside a shell that waits for the end of its input: that comes on disposal, and also when
    // the test host is killed. Then the whole process group goes, the browser's own children included.
    private const string Guard = "(\"$@\"; echo \"It exited with status $?.\" >&2) & cat > /dev/null; kill -s KILL -- -$$";

    private readonly Process _process;
    private readonly Lock _lock = new();
    private readonly List<string> _output = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChildProcess(Process process) => _process = process;

    public static ChildProcess Start(string file, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo("setsid", ["sh", "-c", Guard, "sh", file, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Everything is on loopback: no proxy, whatever this machine uses elsewhere.
        foreach (var (name, value) in environment.Concat([("http_proxy", null), ("HTTP_PROXY", null), ("all_proxy", null), ("ALL_PROXY", null)]))
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(new Process { StartInfo = start });
        child._process.OutputDataReceived += (_, line) => child.Append(line.Data);
        child._process.ErrorDataReceived += (_, line) => child.Append(line.Data);
        child._process.Start();
        child._process.BeginOutputReadLine();
        child._process.BeginErrorReadLine();
        return child;
    }

    /// <summary>The last lines of what it wrote.</summary>
    public string Output
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _output.TakeLast(20));
            }
        }
    }

    /// <summary>Waits for a line of its output.</summary>
    /// <returns>The first group of the pattern.</returns>
    public async Task<string> WaitForAsync(Regex line, CancellationToken cancellationToken)
    {
        for (var read = 0; ;)
        {
            Task more;
            lock (_lock)
            {
                for (; read < _output.Count; read++)
                {
                    if (line.Match(_output[read]) is { Success: true } match)
                    {
                        return match.Groups[1].Value;
                    }
                }

                more = _more.Task;
            }

            await more.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();

        // Waits for the end of its output too, which all of the group hold open: then none of them is left.
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Append(string? line)
    {
        if (line is not null)
        {
            lock (_lock)
            {
                _output.Add(line);
                _more.TrySetResult();
                _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
