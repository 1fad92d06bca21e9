import t from 'tap'
import { registryLosses } from '../../../lib/command/convert/registry-losses.js'

const text = `REGEDIT4
; of the device
[HKLM\\COMM\\HTTPD]
[HKLM\\COMM\\HTTPD\\VROOTS\\/a]
IF NAME = x !
"P"=1
ENDIF
IF OTHER
ENDIF
[HKLM\\COMM\\HTTPD\\Websites]
[HKLM\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/b]
[HKLM\\COMM\\HTTPD\\Websites\\Two\\VROOTS\\/c]
  ; more
[HKEY_LOCAL_MACHINE\\Software\\X]
[-HKEY_LOCAL_MACHINE\\Software\\Y]
[HKEY_LOCAL_MACHINE\\COMM]
`

t.test('other sites, keys of others, IF and comments', async (t) => {
  const common = [
    'a.reg:14:1: the key HKEY_LOCAL_MACHINE\\Software\\X',
    'a.reg:16:1: the key HKEY_LOCAL_MACHINE\\COMM',
    'a.reg:5:1: IF NAME=x !, which --define has decided',
    'a.reg:8:1: IF OTHER, which --define has decided',
    'a.reg: comments (2 lines)'
  ]
  t.same(registryLosses(Buffer.from(text), 'a.reg', undefined), [
    'a.reg:11:1: the site Two; convert it with --site Two', ...common
  ])
  t.same(registryLosses(Buffer.from(text), 'a.reg', 'two'), ['a.reg:3:1: the default site', ...common])
  t.same(registryLosses(Buffer.from(text), 'a.reg', 'Three').slice(0, 2), [
    'a.reg:3:1: the default site', 'a.reg:11:1: the site Two; convert it with --site Two'
  ])
})

t.test('a file that holds the site and nothing else loses nothing', async (t) => {
  t.same(registryLosses(Buffer.from('\ufeff[HKLM\\COMM\\HTTPD\\VROOTS\\/a]\n"P"=1', 'utf16le'), 'a.reg', undefined), [])
})
