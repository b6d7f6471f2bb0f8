export const usage = `collect-payment-broker <command>

  serve [<configuration>]           run the broker; without a file, the one that COLLECT_PAYMENT_CONFIG names
  doctor <configuration> [--json]   check keys, certificates, clock, origins, InstaMed, webhook endpoints and database
  init <folder>                     write a configuration to fill in, with fresh keys and a certificate
  keys create --scopes <scope,…> [--id <id>]
                                    make a secret key; prints it this once, with its entry for the configuration
  keys rotate <configuration> <tenant> <id> [--id <new id>]
                                    put a successor of a secret key beside it; prints the key this once
  keys list <configuration>         the ids and scopes of all secret keys
  audit verify <configuration> [--checkpoints <log>]…
                                    examine the audit log, by itself and by the checkpoints in these logs
  audit export <configuration> <tenant> [--after <number>]
                                    print a tenant's rows, one JSON object a line
  reconcile <configuration> <tenant> (--file <EOD.txt> | --sftp <EOD.txt>) [--from <time>] [--before <time>] [--zone <-05:00>]
                                    compare InstaMed's EOD posting file with the payments; prints each difference
  metadata <configuration> <tenant> the SAML metadata to give to InstaMed
  help                              this

Exit codes: 0 done, 1 problems found, 2 not called like this.
No secret is ever an argument: a configuration names the file or the variable it is in.`;
