using System.CommandLine;

namespace CorsKit.Tool.Commands;

/// <summary>Scripts that let a shell ask corskit itself what may come next, so that they never grow old.</summary>
internal static class CompletionCommand
{
    /// <summary>What the scripts call: corskit complete WORD…, the last one being typed. It prints a line for each word that fits, with its meaning behind a tab.</summary>
    public const string Complete = "complete";

    private const string Bash = """
        # In ~/.bashrc:  eval "$(corskit completion bash)"
        _corskit() {
          local line
          COMPREPLY=()
          while IFS= read -r line; do
            COMPREPLY+=("${line%%$'\t'*}")
          done < <("$1" complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
        }
        complete -o default -F _corskit corskit
        """;

    private const string Zsh = """
        #compdef corskit
        # In ~/.zshrc, after compinit:  eval "$(corskit completion zsh)"
        _corskit() {
          local -a items
          local line
          for line in ${(f)"$(corskit complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)"}; do
            items+=("${${line//:/\\:}/$'\t'/:}")
          done
          if (( ${#items} )); then
            _describe corskit items
          else
            _files
          fi
        }
        compdef _corskit corskit
        """;

    private const string Fish = """
        # In ~/.config/fish/config.fish:  corskit completion fish | source
        function __corskit_complete
            set -l words (commandline -opc) (commandline -ct)
            set -l lines (corskit complete $words[2..-1] 2>/dev/null)
            if test (count $lines) -gt 0
                printf '%s\n' $lines
            else
                __fish_complete_path (commandline -ct)
            end
        end
        complete -c corskit -f -a '(__corskit_complete)'
        """;

    private const string PowerShell = """
        # In $PROFILE:  corskit completion pwsh | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName corskit -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
            if ($wordToComplete -eq '') { $words += '' }
            corskit complete @words 2>$null | ForEach-Object {
                $word, $meaning = $_ -split "`t", 2
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $(if ($meaning) { $meaning } else { $word }))
            }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh, fish or pwsh (PowerShell 7.3 or later)." };
        Choice.Limit(shell, "bash", "zsh", "fish", "pwsh");
        var command = new Command("completion", "Prints a script that lets a shell complete commands, options and values. Its first lines say where it goes.") { shell };
        command.SetAction(result => Print(result.InvocationConfiguration.Output, result.GetValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        }));
        return command;
    }

    public static void Write(Command root, IReadOnlyList<string> words, TextWriter output) =>
        Print(output, string.Join('\n', Completion.Of(root, words).Select(item => item.Detail is null ? item.Label : $"{item.Label}\t{item.Detail}")));

    /// <summary>Shells on Windows take a carriage return for a part of the line.</summary>
    private static void Print(TextWriter output, string text) => output.Write(text.Length == 0 ? "" : text + "\n");
}
